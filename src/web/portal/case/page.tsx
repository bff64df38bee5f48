import { useState } from 'react';
import { outcomeNames } from '../../../kernel/policy/index.ts';
import type { CaseView, ClockView, TimelineStep } from '../../../kernel/service/index.ts';
import { api } from '../../shared/api.ts';
import { dateText, longDate, longDateTime, shortDate, weekdayName, yuan } from '../../shared/format.ts';
import { Await, Page, useLoad } from '../parts.tsx';
import { useSession } from '../session.tsx';
import { ActionPanel, AskPanel } from './actions.tsx';
import { Categories, Recognised, Referred } from './assistance.tsx';
import { AccountTable, ClauseList } from './clauses.tsx';
import { Mismatches } from './mismatches.tsx';
import type { CaseSections } from './sections.ts';

/** One of my cases: where it stands, what I can do, why the amount is what it is, and everything that happened. */
export default function CasePage({ id }: { id: string }) {
  const kase = useLoad<CaseView>(`/api/cases/${id}`);
  return <Await of={kase}>{(c) => <Case of={c} reload={kase.reload} />}</Await>;
}

function Case({ of: c, reload }: { of: CaseView; reload: () => void }) {
  const { session } = useSession();
  const [done, setDone] = useState<string | null>(null);
  const parts = c.sections as CaseSections;
  const decision = parts.decisions?.filter((d) => d.kind !== 'preview').at(-1);
  // 等申请人来办的（补材料）：上一步说了什么，就先说什么
  const myTurn = c.outcome === null && c.allowedActions.some((action) => !action.danger && !action.aside);
  const told = myTurn ? c.events.at(-1)?.opinion : null;
  const said = (text: string) => {
    setDone(text);
    reload();
    window.scrollTo(0, 0);
  };
  // What nobody waits for stands below, and what harms (撤回) at the end, where no thumb finds it by accident.
  const panels = (place: 'now' | 'aside' | 'end') =>
    c.allowedActions
      .filter((action) => place === (action.danger ? 'end' : action.aside ? 'aside' : 'now'))
      .map((action) => <ActionPanel key={action.action} action={action} kase={c} onDone={said} />);
  return (
    <Page title={c.itemName} back={{ href: '/app/my', text: '我的办件' }}>
      <p className="quiet num">
        {c.no ? `办件号 ${c.no}，` : c.accepts && '受理后会有办件号，'}
        {longDate(c.submittedOn)}提交（{c.channelZh}）
      </p>
      {done && (
        <p className="say" role="status">
          {done}
        </p>
      )}
      <section className="now" aria-label="现在的情况">
        <h2>{c.stateZh}</h2>
        {told && (
          <p>
            <b>{told}</b>
          </p>
        )}
        <p>{c.says}</p>
        {c.outcome === null && (
          <p>
            {myTurn ? '现在等您来办' : c.holderZh && `现在由${c.holderZh}办理`}
            {myTurn && c.answerBy ? `，最迟${longDate(c.answerBy)}` : c.dueOn ? `，最迟${longDate(c.dueOn)}` : ''}
            {c.light === 'overdue' && !myTurn && (
              <b>
                {' '}
                已经超过期限，请打 <a href={`tel:${session.city.telephone}`}>{session.city.telephone}</a> 催办
              </b>
            )}
            。
          </p>
        )}
        {c.outcome === null && c.totalDueOn && <p>全部手续最迟{longDate(c.totalDueOn)}办完。</p>}
      </section>
      {c.disownable && (
        <section aria-label="别人替您申请的">
          <p className="say warn">这件是别人用自己的手机替您申请的。是您请他办的，不用管。</p>
          <AskPanel
            action={{
              zh: '不是我办的',
              causes: '申请马上停止，乡镇（街道）会联系您，查清是谁提交的。',
              fields: [],
              danger: true,
            }}
            send={({ requestId }) => api.post(`/api/cases/${c.id}/not-mine`, { requestId })}
            onDone={() => said('已经告诉乡镇（街道），他们会联系您。')}
          />
        </section>
      )}
      {panels('now')}
      <Mismatches of={c} onDone={said} />
      <Recognised of={c} />
      <Categories of={c} />
      <Referred of={c} />
      {parts.review?.result && <Change review={parts.review} />}
      {decision && !parts.review && <Amount decision={decision} />}
      {parts.notice && (
        <p>
          {parts.notice.kind === 'proposed'
            ? `已在${parts.notice.place}公示，到${dateText(parts.notice.endsOn)}。`
            : '结果已经公布。'}
          <a href={`/notices/${parts.notice.id}`}>看公示</a>
        </p>
      )}
      {parts.concluded?.map((group) => (
        <section key={group.title}>
          <h2>{group.title}</h2>
          <Facts rows={group.rows} />
        </section>
      ))}
      {panels('aside')}
      <h2>一步一步</h2>
      <Timeline steps={c.timeline} />
      {c.clocks.map((clock) => (
        <Clock key={clock.label} clock={clock} />
      ))}
      {parts.payments && parts.payments.length > 0 && (
        <>
          <h2>发放记录</h2>
          <ul className="list">
            {parts.payments.map((p) => (
              <li key={`${p.month}${p.amountFen}${p.stateZh}`}>
                <div>
                  <b>
                    {dateText(p.month)} {yuan(p.amountFen)}
                  </b>
                  <small>
                    {p.stateZh}
                    {p.paidOn && `，${dateText(p.paidOn)}`}
                    {p.last4 && `，尾号${p.last4}`}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {parts.documents && parts.documents.length > 0 && (
        <>
          <h2>文书</h2>
          <ul className="list">
            {parts.documents.map((d) => (
              <li key={d.id}>
                <a href={d.url}>
                  <b>{d.title}</b>
                  <small>
                    {d.number}，{dateText(d.issuedOn)}
                    {d.revokedOn && '，已撤销'}
                  </small>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      {parts.facts && parts.facts.length > 0 && (
        <details>
          <summary>我申报的内容</summary>
          {parts.facts.map((group) => (
            <section key={group.title}>
              <h3>{group.title}</h3>
              <Facts rows={group.rows} />
            </section>
          ))}
        </details>
      )}
      {parts.papers && parts.papers.length > 0 && (
        <details>
          <summary>我交的材料（{parts.papers.length}份）</summary>
          <ul className="list">
            {parts.papers.map((p) => (
              <li key={p.id}>
                <a href={p.url}>
                  <b>{p.name}</b>
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
      {c.toBring.length > 0 && (
        <details>
          <summary>申请的时候说好要带的（{c.toBring.length}样）</summary>
          <ul className="list">
            {c.toBring.map((paper) => (
              <li key={paper}>{paper}</li>
            ))}
          </ul>
        </details>
      )}
      <details>
        <summary>办理记录（{c.events.length}条）</summary>
        <ul className="list">
          {c.events.map((e) => (
            <li key={e.seq}>
              <div>
                <b>{e.zh}</b>
                <small>
                  {longDateTime(e.at)}，{e.actorName}（{e.actorRole}）
                </small>
                {e.opinion && <p>{e.opinion}</p>}
              </div>
            </li>
          ))}
        </ul>
      </details>
      {c.allowedActions.some((a) => a.danger) && (
        <>
          <h2>不想办了</h2>
          {panels('end')}
        </>
      )}
    </Page>
  );
}

/** A change of the amount: what is paid now and what it would be, with the reason for each person who is not counted. */
function Change({ review }: { review: NonNullable<CaseSections['review']> }) {
  const { before, now, result } = review;
  return (
    <section>
      <h2>{review.kindZh}</h2>
      <p>
        <b>{result!.says}</b>
      </p>
      {before && now && (
        <dl className="facts">
          <div>
            <dt>现在</dt>
            <dd>
              每月{yuan(before.amountFen ?? 0)}，按{before.persons}人
            </dd>
          </div>
          <div>
            <dt>以后</dt>
            <dd>
              每月{yuan(now.amountFen ?? 0)}，按{now.persons}人
            </dd>
          </div>
          {now.members
            .filter((member) => member.counted === false)
            .map((member) => (
              <div key={member.name}>
                <dt>{member.name}</dt>
                <dd>不计入：{member.reason}</dd>
              </div>
            ))}
        </dl>
      )}
    </section>
  );
}

function Amount({ decision: d }: { decision: NonNullable<CaseSections['decisions']>[number] }) {
  return (
    <section>
      <h2>{d.kindZh}</h2>
      {d.outcome === 'eligible' && d.amountFen !== null ? (
        <>
          <p className="sum">
            {d.once ? '一次性' : '每月'}
            {yuan(d.amountFen)}
          </p>
          {d.effectiveMonth && !d.once && (
            <p>{d.kind === 'final' ? `从${dateText(d.effectiveMonth)}起发放。` : '这是初步算出的数，以审核确认为准。'}</p>
          )}
        </>
      ) : (
        <p>
          <b>{d.recognition && d.outcome === 'eligible' ? `符合${d.recognition}条件` : outcomeNames[d.outcome]}</b>
        </p>
      )}
      {d.computedAs && <p>{d.computedAs}</p>}
      {d.note && <p>{d.note}</p>}
      <details>
        <summary>为什么是这个结果</summary>
        {d.account && (
          <>
            <h3>{d.account.title}</h3>
            <AccountTable account={d.account} />
          </>
        )}
        {d.breakdown.length > 0 && (
          <>
            <h3>{d.recognition ? '支出是这样算的' : '钱是这样算的'}</h3>
            <ul className="plain">
              {d.breakdown.map((line) => (
                <li key={line.label}>
                  {line.label}：{line.formula} ＝ <b>{yuan(line.fen)}</b>
                </li>
              ))}
            </ul>
          </>
        )}
        <h3>条件一条一条看（按{dateText(d.asOf)}的标准）</h3>
        <ClauseList clauses={d.clauses} />
        <p>
          <a href={`/decisions/${d.id}`}>单独打开，可以打印</a>
        </p>
        <p>觉得不对，可以先打电话问，也可以在收到决定后60日内申请行政复议，或者6个月内向人民法院起诉。</p>
      </details>
    </section>
  );
}

const MARKS = { done: '✓', now: '●', ahead: '' } as const;
const WORDS = { done: '已完成', now: '现在', ahead: '还没到' } as const;

const Timeline = ({ steps }: { steps: readonly TimelineStep[] }) => (
  <ol className="timeline">
    {steps.map((s, i) => (
      <li
        key={`${s.state}-${s.on ?? i}`}
        className={s.status === 'now' ? 'present' : s.status}
        data-mark={MARKS[s.status]}
        aria-current={s.status === 'now' ? 'step' : undefined}
      >
        <b>{s.zh}</b> <span className="quiet">{WORDS[s.status]}</span>
        {s.on && <p className="quiet">{longDate(s.on)}</p>}
        {s.status !== 'done' && (s.holderZh || s.dueOn) && (
          <p className="quiet">
            {s.holderZh && `由${s.holderZh}办`}
            {s.dueOn && `${s.holderZh ? '，' : ''}最迟${longDate(s.dueOn)}`}
          </p>
        )}
        {s.status === 'now' && <p>{s.says}</p>}
      </li>
    ))}
  </ol>
);

const Clock = ({ clock }: { clock: ClockView }) => (
  <details>
    <summary>
      {clock.label}：{clock.limit}，
      {clock.dueOn
        ? `到${longDate(clock.dueOn)}${clock.provisional ? '（暂定，当年放假通知发布后可能变动）' : ''}`
        : '计时暂停中'}
      ，是这样数的
    </summary>
    <ul className="plain days">
      {clock.days.map((day) => (
        <li key={day.date} className={day.counted ? undefined : 'off'}>
          {shortDate(day.date)} {weekdayName(day.date)} {day.text}
        </li>
      ))}
    </ul>
  </details>
);

const Facts = ({ rows }: { rows: NonNullable<CaseSections['facts']>[number]['rows'] }) => (
  <dl className="facts">
    {rows.map((row, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two relatives may have one label; the rows are only read
      <div key={i}>
        <dt>{row.label}</dt>
        <dd>{row.value}</dd>
      </div>
    ))}
  </dl>
);
