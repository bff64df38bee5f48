/** Marks that the pages of the plan share: how an indicator stands, through whose hands a value is going. */
import type { Offer } from '../../../../kernel/offer/index.ts';
import type { Column } from '../../../../web/components/DataTable.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import type { Status } from '../../figures/progress.ts';
import type { Judged, ValueView } from '../../values/content.ts';
import type { ValueState } from '../../values/terms.ts';

const tones: Readonly<Record<Status, 'good' | 'plain' | 'warn' | 'bad'>> = {
  met: 'good',
  onTime: 'plain',
  behind: 'warn',
  farBehind: 'bad',
};
export const StatusTag = ({ of: { status, statusZh } }: { of: { status: Status | null; statusZh: string | null } }) =>
  status && <Tag tone={tones[status]}>{statusZh}</Tag>;

/** The column of what may be done, where there is anything to do. */
export const actionsOf = <Row extends { readonly offers: readonly Offer[] }>(
  rows: readonly Row[],
  column: Column<Row>,
): Column<Row>[] => (rows.some((row) => row.offers.length > 0) ? [column] : []);

/** A published value in a cell of a table: the value, how it stands, from when. */
export const JudgedCell = ({ of }: { of: Judged }) => (
  <>
    <b className="num">{of.text}</b> {of.conflict ? <Tag tone="bad">等核定</Tag> : <StatusTag of={of} />}
    {of.near && <span className="quiet"> 接近，未达标</span>}
  </>
);

const stateTones: Readonly<Record<ValueState, 'plain' | 'good' | 'bad' | 'now'>> = {
  reported: 'now',
  checked: 'now',
  audited: 'now',
  returned: 'bad',
  published: 'good',
  superseded: 'plain',
};
export const ValueTag = ({ of }: { of: Pick<ValueView, 'state' | 'stateZh'> }) => (
  <Tag tone={stateTones[of.state]}>{of.stateZh}</Tag>
);

/** From where a value is known; what the platform counted beside it; the proof. */
export const ValueSource = ({ of }: { of: ValueView }) => (
  <>
    {of.sourceZh}
    {of.sourceText && `：${of.sourceText}`}
    {of.proofFile && (
      <>
        {' '}
        <a href={`/api/files/${of.proofFile}`} target="_blank" rel="noreferrer" aria-label={`${of.unitName}${of.periodZh}的佐证`}>
          佐证
        </a>
      </>
    )}
    {of.counted && of.sourceZh !== '平台数' && <div className="quiet">平台数{of.counted}</div>}
    {of.reason && <div className="quiet">不一致的原因：{of.reason}</div>}
    {of.revisionReason && <div className="quiet">修订的理由：{of.revisionReason}</div>}
    {of.returnedReason && <div className="quiet">退回的理由：{of.returnedReason}</div>}
  </>
);
