/** A person, a case, a deadline, an amount, a division: one look each, everywhere. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { dayNumber, timeOfDay } from '../../kernel/calendar/index.ts';
import type { ParameterNature } from '../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../kernel/schema/index.ts';
import { type CaseRow, DEEMED, type Light, type Outcome } from '../../kernel/service/index.ts';
import { longDateTime, longMonth, yuanSign } from '../shared/format.ts';
import { useSession } from './session.tsx';

/** ¥1,740.00, right-aligned in tables by its cell. */
export const Money = ({ fen, per }: { fen: Fen | null | undefined; per?: string }) =>
  fen === null || fen === undefined ? (
    <span className="quiet">待定</span>
  ) : (
    <span className="num">
      {yuanSign(fen)}
      {per && <span className="quiet"> {per}</span>}
    </span>
  );

export const Day = ({ on }: { on: PlainDate | string | null | undefined }) =>
  on ? (
    <time className="num" dateTime={on}>
      {on}
    </time>
  ) : (
    <span className="quiet">—</span>
  );

export const Month = ({ month }: { month: YearMonth | string }) => <span className="num">{longMonth(month as YearMonth)}</span>;

/** 2026年11月22日 09:05 */
export const Moment = ({ at }: { at: string | null | undefined }) =>
  at ? (
    <time className="num" dateTime={at}>
      {longDateTime(at)}
    </time>
  ) : (
    <span className="quiet">—</span>
  );

/** 421 *********** 0012: masked or not, in groups that can be compared with a card. */
export const IdNumber = ({ value }: { value: string }) => (
  <span className="num idno">
    {/^.{18}$/.test(value) ? [value.slice(0, 6), value.slice(6, 14), value.slice(14)].join(' ') : value}
  </span>
);

export const PersonName = ({ id, name, note }: { id?: string | null | undefined; name: string; note?: ReactNode }) => (
  <span className="person-name">
    {id ? (
      <Link to="/persons/$personId" params={{ personId: id }}>
        {name}
      </Link>
    ) : (
      name
    )}
    {note && <span className="quiet"> {note}</span>}
  </span>
);

export const CaseLink = ({ id, children }: { id: string; children: ReactNode }) => (
  <Link to="/cases/$caseId" params={{ caseId: id }} className="num">
    {children}
  </Link>
);

/** A place as seen from the officer's own: a township reads 洪口村, the county 汀泗桥镇洪口村. The whole name stays at hand. */
export function DivisionName({ name }: { name: string }) {
  const own = useSession().actor.divisionName ?? '';
  const near = own !== '' && name.startsWith(own) && name.length > own.length ? name.slice(own.length) : name;
  return (
    <span className="division" title={name}>
      {near}
    </span>
  );
}

/** A limit that stands still is stored years ahead, so that it sorts behind those that run. */
const FAR = 1_000;

const daysTo = (due: PlainDate, today: PlainDate): number => dayNumber(due) - dayNumber(today);

/** The words of a limit today: never colour alone. */
export function deadlineWords(light: Light, dueOn: PlainDate | null, today: PlainDate): string {
  if (light === 'done') return '已办结';
  if (!dueOn) return '时限暂停';
  const left = daysTo(dueOn, today);
  if (left > FAR) return '等申请人，不计时';
  if (left < 0) return `超期${-left}天`;
  // A limit in hours may be over before its day is.
  if (left === 0 && light === 'overdue') return '已超时';
  if (left === 0) return '今天到期';
  return left === 1 ? '明天到期' : `还有${left}天`;
}

/** The light of a deadline: a mark, the words, the day. */
export function Deadline({
  light,
  dueOn,
  dueAt,
  today,
  brief,
}: {
  light: Light;
  dueOn: PlainDate | null;
  /** The instant, where the limit runs in hours. */
  dueAt?: string | null;
  today: PlainDate;
  brief?: true;
}) {
  const late = light !== 'done' && dueOn !== null && dueOn < today;
  const shown = late ? 'overdue' : light !== 'done' && light !== 'overdue' && dueOn === today ? 'red' : light;
  return (
    <span className={`deadline deadline-${shown}`}>
      <span className="deadline-mark" aria-hidden="true" />
      <span className="deadline-words">{deadlineWords(light, dueOn, today)}</span>
      {dueOn && !brief && light !== 'done' && daysTo(dueOn, today) <= FAR && (
        <span className="num quiet">
          {dueOn}
          {dueAt && ` ${timeOfDay(dueAt)}前`}
        </span>
      )}
    </span>
  );
}

/** How a case stands with the limit that ends first, and which of the two that is where it is the whole one. */
export function CaseDeadline({ kase: { light, limit }, today }: { kase: Pick<CaseRow, 'light' | 'limit'>; today: PlainDate }) {
  return (
    <>
      <Deadline light={light} dueOn={limit?.dueOn ?? null} dueAt={limit?.dueAt ?? null} today={today} />
      {limit?.of === 'total' && <span className="quiet"> 全部手续</span>}
    </>
  );
}

const outcomeTones: Record<Outcome, string> = { granted: 'good', refused: 'bad', withdrawn: 'plain', terminated: 'plain' };

export const State = ({ zh, outcome }: { zh: string; outcome?: Outcome | null }) => (
  <span className={`tag tag-${outcome ? outcomeTones[outcome] : 'now'}`}>{zh}</span>
);

export const Tag = ({ children, tone = 'plain' }: { children: ReactNode; tone?: 'plain' | 'good' | 'bad' | 'warn' | 'now' }) => (
  <span className={`tag tag-${tone}`}>{children}</span>
);

const flagNames: Record<string, { zh: string; tone: 'warn' | 'plain' }> = {
  [DEEMED]: { zh: '视为受理', tone: 'warn' },
  'staff-relative': { zh: '近亲属备案', tone: 'warn' },
  objection: { zh: '有异议', tone: 'warn' },
  extended: { zh: '已延期', tone: 'plain' },
  emergency: { zh: '急难', tone: 'warn' },
  'split-pattern': { zh: '疑似拆分', tone: 'warn' },
  'expense-only': { zh: '只核实支出', tone: 'plain' },
  'emergency-over': { zh: '急难已解除', tone: 'plain' },
  'rest-decided': { zh: '县级已定', tone: 'plain' },
  proxy: { zh: '代办', tone: 'plain' },
  'review-death': { zh: '成员去世', tone: 'warn' },
  'late-report': { zh: '逾期报告', tone: 'warn' },
  concealed: { zh: '有意隐瞒', tone: 'warn' },
  'review-periodic': { zh: '定期复核', tone: 'plain' },
  'review-change': { zh: '情况变化', tone: 'plain' },
  'review-warning': { zh: '预警核查', tone: 'warn' },
  'review-standard': { zh: '标准调整', tone: 'plain' },
  'review-move': { zh: '迁移', tone: 'plain' },
  'review-age': { zh: '年龄变化', tone: 'plain' },
  'review-appeal': { zh: '复议诉讼结果', tone: 'warn' },
  'review-death-amended': { zh: '死亡登记更正', tone: 'warn' },
  'review-supervision': { zh: '县级抽查', tone: 'warn' },
  'by-township': { zh: '乡镇确认', tone: 'plain' },
  complaint: { zh: '有人举报', tone: 'warn' },
  'county-visited': { zh: '县级已入户', tone: 'plain' },
  'spot-check': { zh: '抽中入户', tone: 'warn' },
};

export const Flags = ({ flags }: { flags: readonly string[] }) => (
  <>
    {flags.map((flag) => (
      <Tag key={flag} tone={flagNames[flag]?.tone ?? 'plain'}>
        {flagNames[flag]?.zh ?? flag}
      </Tag>
    ))}
  </>
);

export const natureNames: Readonly<Record<ParameterNature, string>> = {
  national: '国家、省规定',
  seed: '已公布标准',
  assumption: '假定',
};

/** An assumed standard is said to be one wherever it is shown. */
export const Nature = ({ nature }: { nature: ParameterNature }) =>
  nature === 'assumption' ? <Tag tone="warn">假定，待确认</Tag> : <Tag>{natureNames[nature]}</Tag>;
