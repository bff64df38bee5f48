/** What the check found different from what was declared, what I said to it, and the panel to say it, until the named day. */
import type { CaseView } from '../../../kernel/service/index.ts';
import { api } from '../../shared/api.ts';
import { longDate } from '../../shared/format.ts';
import { AskPanel } from './actions.tsx';
import type { CaseSections } from './sections.ts';

export function Mismatches({ of: c, onDone }: { of: CaseView; onDone: (text: string) => void }) {
  const found = (c.sections as CaseSections).verification?.mismatches;
  if (!found) return null;
  const { rows, until, statements, reviewDue, fields } = found;
  const mayObject = fields?.some((f) => f.name === 'kind');
  return (
    <section aria-label="核对有不一致">
      <h2>核对有不一致</h2>
      <p>
        下面{rows.length}项，部门查到的和您申报的不一样。
        {rows.some((r) => !r.settled) && '现在还没有定，工作人员会听了您的说明再定。'}
      </p>
      <ul className="list">
        {rows.map((r) => (
          <li key={r.id}>
            <div>
              <b>{r.member ?? '全家'}</b>
              <p>{r.text}</p>
              <small>
                {r.source}提供。{r.settled ? `处理结果：${r.settled}` : '等待处理'}
              </small>
            </div>
          </li>
        ))}
      </ul>
      {statements.length > 0 && (
        <>
          <h3>您的说明</h3>
          <ul className="list">
            {statements.map((s) => (
              <li key={s.id}>
                <div>
                  <p>{s.text}</p>
                  <small>
                    {longDate(s.on)}
                    {s.kind === 'object' ? '提出异议' : '说明'}
                    {s.papers.map((id, i) => (
                      <span key={id}>
                        {' '}
                        <a href={`/api/files/${id}`}>看材料{s.papers.length > 1 && i + 1}</a>
                      </span>
                    ))}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {reviewDue && <p>您的异议正在复核，最迟{longDate(reviewDue)}有结果。</p>}
      {fields && until ? (
        <>
          <p>
            到<b>{longDate(until)}</b>为止，您可以说明原因、补交材料{mayObject && '，觉得查得不对也可以提异议'}
            。不说明也不会因此停办。
          </p>
          <AskPanel
            action={{
              zh: mayObject ? '说明 / 提异议' : '补充说明',
              causes: `您写的话和材料交给乡镇（街道），定这几项的时候一起看。${mayObject ? '提异议的，由县核对中心重新向部门查一次。' : ''}`,
              fields,
              ...(mayObject ? { initial: { kind: 'explain' } } : {}),
            }}
            send={({ requestId, input }) =>
              api.post(`/api/cases/${c.id}/verification/statement`, { kind: 'explain', ...input, requestId })
            }
            onDone={() => onDone('您的话和材料已经交给工作人员，下面能看到。')}
          />
        </>
      ) : (
        until &&
        c.outcome === null &&
        !reviewDue && <p>网上说明到{longDate(until)}已经截止。还有要说的，请到乡镇（街道）窗口，由工作人员替您登记。</p>
      )}
    </section>
  );
}
