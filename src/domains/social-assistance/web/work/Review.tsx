/** 动态复核: why and until when, the amount as it was and as it would be side by side, what the household said, and any month computed again. */
import type { BreakdownLine, Clause } from '../../../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../../kernel/schema/index.ts';
import type { CaseView } from '../../../../kernel/service/index.ts';
import { Breakdown, Clauses } from '../../../../web/components/Decision.tsx';
import { type Fact, Facts, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Month, Tag } from '../../../../web/components/marks.tsx';
import { type MoveContent, Moved } from './Moved.tsx';
import { Recomputation } from './Recomputation.tsx';

interface Side {
  asOf: PlainDate;
  outcome: string;
  amountFen: Fen | null;
  persons: number;
  breakdown: readonly BreakdownLine[];
  clauses: readonly Clause[];
  members: readonly { name: string; counted: boolean | null; reason: string }[];
  countableFen: Fen;
  /** Of a recognition: which category it comes to. */
  categoryZh: string | null;
}

export interface ReviewContent {
  kindZh: string;
  /** What the family said, in order. */
  reports: readonly { zh: string; happenedOn: PlainDate; detail: string | null }[];
  reason: string | null;
  since: YearMonth | null;
  dueOn: PlainDate;
  proposal: { says: string; on: PlainDate } | null;
  hearing: { heldOn: PlainDate; wayZh: string; person: string; standZh: string; statement: string; recorder: string } | null;
  move: MoveContent | null;
  answer: { on: PlainDate; says: string | null } | null;
  result?: { change: string; zh: string; says: string } | null;
  ownClauses?: readonly Clause[];
  isRecognition?: boolean;
  /** A standard that rose while the family waited for this decision. */
  raise?: { documentNo: string; fromMonth: YearMonth; amountFen: Fen } | null;
  before?: Side | null;
  now?: Side | null;
}

const tones: Record<string, 'good' | 'warn' | 'bad' | 'plain'> = {
  increase: 'good',
  decrease: 'warn',
  gradual: 'warn',
  stop: 'bad',
  withdraw: 'bad',
  reclassify: 'good',
};

function Column({ title, side, recognition }: { title: string; side: Side | null | undefined; recognition: boolean }) {
  if (!side) return null;
  return (
    <div className="review-side">
      <h3>{title}</h3>
      <p className="decision-amount">
        {recognition ? (
          (side.categoryZh ?? '哪类都不符合')
        ) : (
          <>
            每月 <Money fen={side.amountFen ?? 0} />
          </>
        )}
      </p>
      <p className="quiet">
        按 <Day on={side.asOf} /> 的标准，计入{side.persons}人，核算期收入 <Money fen={side.countableFen} />
      </p>
      <ul className="plain-list">
        {side.members.map((member) => (
          <li key={`${member.name}${member.reason}`} className={member.counted ? undefined : 'quiet'}>
            {member.counted ? member.name : `${member.name}（不计入）`}：{member.reason}
          </li>
        ))}
      </ul>
      {side.breakdown.length > 0 && <Breakdown lines={side.breakdown} totalFen={side.amountFen} />}
      {side.clauses.length > 0 && <Clauses clauses={side.clauses} />}
    </div>
  );
}

export function Review({ content: review, kase }: { content: ReviewContent; kase: CaseView }) {
  const { hearing, answer, result, isRecognition: recognition = false } = review;
  const entitlement = kase.sections.entitlement as { id: string } | null;
  const why: Fact[] = [
    { label: '为什么复核', value: review.kindZh },
    ...review.reports.map((report) => ({
      label: '家里报告',
      value: (
        <>
          {report.zh}，发生在
          <Day on={report.happenedOn} />
          {report.detail && `：${report.detail}`}
        </>
      ),
    })),
    ...(review.reason ? [{ label: '说明', value: review.reason }] : []),
    ...(review.since
      ? [
          {
            label: '应发有变化的月份',
            value: (
              <>
                从<Month month={review.since} />起
              </>
            ),
          },
        ]
      : []),
    ...(review.raise
      ? [
          {
            label: '等待期间标准提高',
            value: (
              <>
                {review.raise.documentNo}：从
                <Month month={review.raise.fromMonth} />
                起每月应为
                <Money fen={review.raise.amountFen} />
                ，作出决定时一并补算
              </>
            ),
          },
        ]
      : []),
    { label: '须在这天前办完', value: <Day on={review.dueOn} /> },
  ];
  return (
    <>
      <Section title="复核">
        <Facts rows={why} />
        {result && (
          <p className="line">
            <Tag tone={tones[result.change] ?? 'plain'}>{result.zh}</Tag> {result.says !== result.zh && <b>{result.says}</b>}
          </p>
        )}
        {review.now && !result && <p>还有情况没有查明，暂时算不出结果。</p>}
        <div className="review-sides">
          <Column title={recognition ? '现在的认定' : '现在发放的'} side={review.before} recognition={recognition} />
          <Column title={kase.outcome ? '决定以后' : '按现在知道的情况'} side={review.now} recognition={recognition} />
        </div>
        {review.ownClauses && review.ownClauses.length > 0 && (
          <details>
            <summary>渐退的条件</summary>
            <Clauses clauses={review.ownClauses} />
          </details>
        )}
      </Section>
      {review.move && <Moved content={review.move} />}
      {(review.proposal || hearing) && (
        <Section title="听取意见">
          <Facts
            rows={[
              ...(review.proposal ? [{ label: '提出的意见', value: review.proposal.says }] : []),
              ...(answer ? [{ label: '家里在网上说', value: answer.says ?? '' }] : []),
              ...(hearing
                ? [
                    {
                      label: '听取',
                      value: (
                        <>
                          <Day on={hearing.heldOn} /> {hearing.wayZh}，{hearing.person}
                        </>
                      ),
                    },
                    { label: '意见', value: hearing.statement ? `${hearing.standZh}：${hearing.statement}` : hearing.standZh },
                    { label: '记录人', value: hearing.recorder },
                  ]
                : [{ label: '听取', value: '还没有登记' }]),
            ]}
          />
        </Section>
      )}
      {entitlement && <Recomputation entitlementId={entitlement.id} />}
    </>
  );
}
