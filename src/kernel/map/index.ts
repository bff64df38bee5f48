/** 地图: what stands where, as the pages read it, and how it is drawn. Pure. */
import { longDate } from '../calendar/index.ts';
import type { Level, LonLat, Outline } from '../division/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';

export { type Drawing, type Drawn, SHADES, type Shade, type Spot, sceneOf } from './scene.ts';

/** How something stands: its colour on the drawing, never told by the colour alone. */
export type Tone = 'good' | 'warn' | 'bad' | 'plain';
export type Tones = Readonly<Partial<Record<Tone, string>>>;

export interface LayerName {
  readonly key: string;
  /** 规划项目, 辅具网点 */
  readonly zh: string;
  /** What each colour means; left out: they are all of one. */
  readonly tones?: Tones;
  /** Its things stand on the lines between units: both are drawn together. */
  readonly onBorders?: true;
}

/** One thing of a layer. Without coordinates it is in the list of its division and nowhere on the drawing: no place is invented. */
export interface MapRecord {
  readonly id: string;
  readonly layer: string;
  readonly division: DivisionCode;
  readonly placeName: string;
  readonly name: string;
  readonly says: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly tone: Tone | null;
  /** In the workbench, or for everybody; null: it has no page of its own. */
  readonly to: string | null;
}
export interface MapSpot extends MapRecord {
  readonly lon: number;
  readonly lat: number;
}

/** A line between two units. It has the course that was entered, point after point, and none where none was. */
export interface Border {
  readonly id: string;
  readonly name: string;
  readonly sides: readonly DivisionCode[];
  /** What everybody may read of it. */
  readonly says: string;
  /** What is to be done about it, for those who do it. */
  readonly state: string;
  readonly tone: Tone;
  readonly course: readonly LonLat[];
  /** 勘界成果; what was drawn without a survey is said to be. */
  readonly surveyed: boolean;
  readonly to: string | null;
}

/** 乡镇的界线 of one county, where the city has brought them in: what is drawn of them, and what must be said with it. */
export interface DrawnTownships {
  readonly outlines: readonly Outline[];
  readonly validFrom: PlainDate;
  readonly source: string;
  /** 审图号; empty where the map was not reviewed. */
  readonly reviewNo: string;
  /** Townships that changed since, and have no line: then nothing is drawn. */
  readonly missing: readonly string[];
}

export interface PlaceCounts {
  readonly place: DivisionCode;
  readonly name: string;
  /** Of the place itself, nothing below it: what is known no closer. */
  readonly exact: boolean;
  /** So many by layer; what is not there has none. */
  readonly counts: Readonly<Record<string, number>>;
  /** Open cases, and those past their limit; null where the reader has no list of cases. */
  readonly work: { readonly open: number; readonly overdue: number } | null;
}

export interface MapView {
  readonly division: DivisionCode;
  readonly name: string;
  readonly level: Level;
  /** From the city down to the unit itself, within the reader's range. */
  readonly path: readonly { readonly code: DivisionCode; readonly name: string; readonly level: Level }[];
  readonly layers: readonly LayerName[];
  /** Of the whole unit. */
  readonly total: PlaceCounts;
  /** The units right below, and the unit itself where something is known no closer. */
  readonly places: readonly PlaceCounts[];
  /** Those that have said where they are. */
  readonly spots: readonly MapSpot[];
  /** Of the county that it is or lies in; null: no lines of townships were brought in. */
  readonly townships: DrawnTownships | null;
  /** Null: none of the reader's business, or the city has none. */
  readonly borders: { readonly zh: string; readonly tones: Tones; readonly rows: readonly Border[] } | null;
}

/** Under a drawing of townships: whose lines they are, and from when. */
export const townshipsSaid = ({ source, validFrom, reviewNo }: DrawnTownships): string =>
  `乡镇界线：${source}，${longDate(validFrom)}起${reviewNo ? `，审图号${reviewNo}` : ''}`;

/** Where no townships are drawn: why, so that the outline of the county is not taken for theirs. */
export const undrawnSaid = (townships: DrawnTownships | null): string =>
  townships === null
    ? '图上只有县界，没有乡镇的界线：还没有导入勘界成果，各乡镇看列表'
    : `图上只有县界：${townships.missing.join('、')}的区划变更以后还没有新的界线，各乡镇看列表`;
