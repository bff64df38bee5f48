/** 城乡统筹 (R39): how far apart a county's urban and rural standards are, and whether they have come closer within a year. */

import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { CITY_PLAN, defineIndicators, type GivenRow, givenRows, type Span } from '../../../kernel/indicator/server.ts';
import { parametersOf, yuan } from '../../../kernel/policy/server.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { assistanceBoard } from './terms.ts';

const schemes = {
  dibao: { zh: '低保', urban: 'DB-STD-U', rural: 'DB-STD-R' },
  tekun: { zh: '特困基本生活', urban: 'TK-BASE-U', rural: 'TK-BASE-R' },
} as const;

interface Standards {
  id: string;
  county: DivisionCode;
  name: string;
  zh: string;
  urban: Fen;
  rural: Fen;
  /** Fen a year earlier; null where one of the two was not in force. */
  gapBefore: Fen | null;
}

/** Of each county and scheme at the end of the span; one without both standards is left out, never counted as equal. */
async function standardsOf(tx: Tx, span: Span): Promise<Standards[]> {
  const parameters = await parametersOf(tx);
  const on = (key: string, county: DivisionCode, day: PlainDate): Fen | null => {
    const found = parameters.on(key, county, day);
    return found.ok ? Number(found.value.value) : null;
  };
  const before = addMonths(span.to, -12);
  const counties = tx.divisions.all.filter((d) => d.level === 'county' && d.legal && d.code >= span.lo && d.code < span.hi);
  return counties.flatMap(({ code, name }) =>
    Object.entries(schemes).flatMap(([key, scheme]) => {
      const [urban, rural] = [on(scheme.urban, code, span.to), on(scheme.rural, code, span.to)];
      if (urban === null || rural === null) return [];
      const [urbanBefore, ruralBefore] = [on(scheme.urban, code, before), on(scheme.rural, code, before)];
      const gapBefore = urbanBefore === null || ruralBefore === null ? null : urbanBefore - ruralBefore;
      return [{ id: `${code}-${key}`, county: code, name, zh: scheme.zh, urban, rural, gapBefore }];
    }),
  );
}

const rowOf = ({ id, county, name, zh }: Standards, num: number, den: number, says: string): GivenRow => ({
  id,
  division: county,
  name: `${name}${zh}`,
  num,
  den,
  says,
});
const SOURCE = `${CITY_PLAN}第二章第四节（低保、特困城乡统筹发展）`;

defineIndicators(
  assistanceBoard,
  {
    key: 'standard-ratio',
    zh: '农村标准相当于城市标准',
    definition: '各县低保、特困基本生活的农村月标准之和 ÷ 城市月标准之和；选月份看别的年度',
    kind: 'money',
    period: 'year',
    source: SOURCE,
    rows: async (tx, span) =>
      givenRows(
        (await standardsOf(tx, span)).map((s) =>
          rowOf(s, s.rural, s.urban, `城市${yuan(s.urban)}，农村${yuan(s.rural)}，差${yuan(s.urban - s.rural)}`),
        ),
      ),
  },
  {
    key: 'standard-gap',
    zh: '城乡标准差距没有扩大',
    definition: '城乡月标准的差额不比一年前大的县（低保、特困各算一项）÷ 两年标准都有的；没有达到的就是差距在扩大的县',
    kind: 'rate',
    period: 'year',
    target: 'IND-STANDARD-GAP',
    source: SOURCE,
    rows: async (tx, span) =>
      givenRows(
        (await standardsOf(tx, span)).flatMap((s) => {
          if (s.gapBefore === null) return [];
          const gap = s.urban - s.rural;
          const grown = gap - s.gapBefore;
          const says = `差${yuan(gap)}，一年前差${yuan(s.gapBefore)}，${grown > 0 ? `扩大${yuan(grown)}` : grown < 0 ? `缩小${yuan(-grown)}` : '没有变化'}`;
          return [rowOf(s, grown > 0 ? 0 : 1, 1, says)];
        }),
      ),
  },
);
