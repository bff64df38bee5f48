/** 网点示意图: points with coordinates, each with what lies within 5 km as the crow flies; without a map service. */
import type { Outline } from '../../kernel/division/index.ts';
import type { Spot } from '../../kernel/map/index.ts';
import { cityMap } from './city-map.ts';
import type { Html } from './html.ts';

const REACH_KM = 5;

export const deviceMap = (points: readonly Spot[], outlines: readonly Outline[]): Html | false =>
  cityMap({
    outlines,
    spots: points,
    aroundKm: 7,
    reachKm: REACH_KM,
    label: `${points.length}处网点`,
    says: `数字和下面列表里的网点对应，圆圈是各网点周围${REACH_KM}公里（直线）`,
  });
