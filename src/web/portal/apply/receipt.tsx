import type { CaseView } from '../../../kernel/service/index.ts';
import type { FormValues } from '../../form/core.ts';
import { longDate, longDateTime } from '../../shared/format.ts';
import { Await, Page, useLoad } from '../parts.tsx';
import { Link } from '../router.tsx';
import { useSession } from '../session.tsx';
import { Letter } from './letter.tsx';
import type { FormStep } from './steps.ts';

/** The receipt: what was handed in, when, what happens next and by when. To print, or to save as a picture. */
export function Receipt({ caseId, steps, values }: { caseId: string; steps: readonly FormStep[]; values: FormValues }) {
  const { session } = useSession();
  const kase = useLoad<CaseView>(`/api/cases/${caseId}`);
  return (
    <Page title="已经提交">
      <Await of={kase}>
        {(c) => (
          <>
            <div className="now">
              <p>
                <b>{c.itemName}</b>
              </p>
              <p>{c.says}</p>
              {c.dueOn && (
                <p>
                  {c.accepts ? `最迟${longDate(c.dueOn)}给您答复是否受理。` : `工作人员最迟${longDate(c.dueOn)}办到下一步。`}
                  之后每到一步，都会发短信告诉您。
                </p>
              )}
            </div>
            <dl className="facts">
              <div>
                <dt>{c.accepts ? '申请人' : '姓名'}</dt>
                <dd>{c.applicantName}</dd>
              </div>
              <div>
                <dt>{c.accepts ? '受理地' : '办理地'}</dt>
                <dd>{c.divisionName}</dd>
              </div>
              <div>
                <dt>提交时间</dt>
                <dd>{longDateTime(c.events[0]!.at)}</dd>
              </div>
              {c.no && (
                <div>
                  <dt>办件号</dt>
                  <dd className="num">{c.no}</dd>
                </div>
              )}
              <div>
                <dt>咨询电话</dt>
                <dd>{session.city.telephone}</dd>
              </div>
            </dl>
          </>
        )}
      </Await>
      <div className="row noprint">
        <button type="button" className="button" onClick={() => window.print()}>
          打印或保存回执
        </button>
        <Link className="button plain" href={`/app/my/${caseId}`}>
          看办理进度
        </Link>
      </div>
      <h2>您提交的内容</h2>
      <Letter steps={steps} values={values} />
    </Page>
  );
}

/** The receipt of somebody who told what concerns a case of somebody else: that it was taken in, and nothing of the case. */
export function TakenIn({ itemName, steps, values }: { itemName: string; steps: readonly FormStep[]; values: FormValues }) {
  const { session } = useSession();
  return (
    <Page title="已经收到">
      <div className="now">
        <p>
          <b>{itemName}</b>
        </p>
        <p>您说的情况已经记下，由工作人员一起核实。办件由申请人本人查看，需要您说明时会与您联系。</p>
      </div>
      <dl className="facts">
        <div>
          <dt>咨询电话</dt>
          <dd>{session.city.telephone}</dd>
        </div>
      </dl>
      <div className="row noprint">
        <button type="button" className="button" onClick={() => window.print()}>
          打印或保存回执
        </button>
        <Link className="button plain" href="/app/my">
          回到“我的办件”
        </Link>
      </div>
      <h2>您提交的内容</h2>
      <Letter steps={steps} values={values} />
    </Page>
  );
}
