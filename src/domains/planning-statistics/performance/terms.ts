/** Words of 考核评估. Pure: the browser uses them too. */
import type { Performer } from '../../../kernel/access/index.ts';
import type { DivisionCode, FormField, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

/** Which assessment: that of one business, or one of the city's own in which the businesses have their items (规划第七章六). */
export const schemes = {
  assistance: '社会救助考核',
  government: '党政绩效考核',
  safety: '平安建设（综治）考核',
  yearend: '年终目标管理考评',
} as const;
export type Scheme = keyof typeof schemes;

export const performanceReaders: readonly Performer[] = [
  'county-clerk',
  'county-leader',
  'county-confirmer',
  'city-clerk',
  'city-leader',
  'auditor',
];

export const planKinds = { year: '年度考核', midterm: '规划中期评估', final: '规划末期评估' } as const;
export type PlanKind = keyof typeof planKinds;

export const planStates = { draft: '草案，待批准', open: '进行中', published: '已公布' } as const;
export type PlanState = keyof typeof planStates;

export const sheetStates = { self: '待县自评', reported: '待市核分', told: '已告知，可提异议', published: '已公布' } as const;
export type SheetState = keyof typeof sheetStates;

/** An item of a plan: counted by the system (an indicator of the work, or a goal of the city's plan against the target of the county), or judged by people. */
export interface PlanItem {
  readonly kind: 'figure' | 'goal' | 'judged';
  readonly indicator: string | null;
  readonly title: string;
  readonly standard: string;
  readonly weight: number;
}

export const titleOf = ({ scheme, kind, year }: { scheme: Scheme; kind: PlanKind; year: number }): string =>
  kind === 'year' ? `${year}年度${schemes[scheme]}` : `${schemes[scheme].replace('考核', '')}${planKinds[kind]}（${year}年）`;

/** What a plan changed against the one of the year before: in words, one for each item. */
export function changesSince(items: readonly PlanItem[], before: readonly PlanItem[]): string[] {
  const key = (item: PlanItem): string => `${item.kind} ${item.indicator ?? item.title}`;
  const old = new Map(before.map((item) => [key(item), item]));
  const kept = new Set(items.map(key));
  return [
    ...items.flatMap((item) => {
      const was = old.get(key(item));
      if (!was) return [`新增“${item.title}”${item.weight}分`];
      const words = [
        ...(was.weight === item.weight ? [] : [`由${was.weight}分改为${item.weight}分`]),
        ...(was.standard === item.standard ? [] : ['评分标准改了']),
      ];
      return words.length > 0 ? [`“${item.title}”${words.join('，')}`] : [];
    }),
    ...before.filter((item) => !kept.has(key(item))).map((item) => `不再考核“${item.title}”${item.weight}分`),
  ];
}

/** A button and the short form behind it. */
export interface Doing {
  readonly action: string;
  readonly zh: string;
  readonly causes: string;
  readonly fields: readonly FormField[];
  readonly initial?: Readonly<Record<string, unknown>>;
}

export interface SheetRow {
  readonly id: string;
  readonly title: string;
  readonly division: DivisionCode;
  readonly countyName: string;
  readonly selfDueOn: PlainDate;
  readonly state: SheetState;
  readonly stateZh: string;
  readonly late: boolean;
  /** 92.5分; null before it is told. */
  readonly total: string | null;
  readonly place: number | null;
}

export interface PlanView {
  readonly id: string;
  readonly scheme: Scheme;
  readonly kind: PlanKind;
  readonly year: number;
  readonly title: string;
  readonly state: PlanState;
  readonly stateZh: string;
  readonly baseMonth: YearMonth;
  readonly selfDueOn: PlainDate;
  readonly drafted: string;
  readonly adopted: string | null;
  readonly conclusion: string | null;
  readonly items: readonly PlanItem[];
  /** Against the plan of the year before; null where there was none. */
  readonly changes: readonly string[] | null;
  readonly sheets: readonly SheetRow[];
  readonly actions: readonly Doing[];
}

export interface Standing {
  readonly county: DivisionCode;
  readonly tenths: number | null;
  readonly place: number | null;
}

export interface ScoreView {
  readonly no: number;
  readonly kind: PlanItem['kind'];
  readonly indicator: string | null;
  readonly title: string;
  readonly standard: string;
  readonly weight: number;
  /** A figure or a goal as it stands today, while it is not frozen yet. */
  readonly now: string | null;
  readonly selfPoints: number | null;
  readonly selfSays: string;
  readonly proofFile: string | null;
  /** 18.6分; 不计入; null while it is not told. */
  readonly points: string | null;
  readonly reason: string;
  readonly objection: string | null;
  readonly answer: string | null;
  readonly actions: readonly Doing[];
}

export interface SheetView extends Omit<SheetRow, 'place'> {
  readonly version: number;
  readonly baseMonth: YearMonth;
  readonly reported: string | null;
  readonly told: string | null;
  readonly objectUntil: PlainDate | null;
  readonly conclusion: string | null;
  readonly standing: readonly { countyName: string; total: string; place: number | null }[];
  readonly items: readonly ScoreView[];
  readonly actions: readonly Doing[];
}
