import { useState } from 'react';
import type { CaseRow } from '../../kernel/service/index.ts';
import { type ApiError, api, apiErrorOf } from '../shared/api.ts';
import { longDate, longDateTime } from '../shared/format.ts';
import { Await, Page, Trouble, useLoad } from './parts.tsx';
import { Link } from './router.tsx';
import { useSession } from './session.tsx';

interface DraftRow {
  id: string;
  itemId: string;
  title: string;
  updatedAt: string;
}

/** What hangs on no case: each a line that a finger finds. */
const services = [
  ['/app/subsidies', '我的补贴和可以领取的补贴', ''],
  ['/app/care', '家人的养老机构', '床位、入住和账单'],
  ['/app/elder', '老人的补贴和评估', '高龄津贴、消费券、健康档案、能力评估'],
  ['/app/home-care', '居家服务', '打扫、助浴、陪诊，请人上门'],
  ['/app/meals', '老年食堂', '这周吃什么，订餐、送餐'],
  ['/app/mutual-aid', '邻里互助', '请邻居搭把手，帮别人记积分'],
  ['/app/virtual-home', '虚拟养老院', '在家养老，每月一张账单，让家人看'],
] as const;

/** 我的办件: what is unfinished, what is on its way, what is done. */
export default function CasesPage() {
  const { session } = useSession();
  const cases = useLoad<{ rows: CaseRow[] }>('/api/my/cases');
  const drafts = useLoad<{ rows: DraftRow[] }>('/api/drafts');
  const asked = useLoad<{ rows: readonly { state: string }[] }>('/api/my/support-requests').loaded;
  return (
    <Page title="我的办件" back={{ href: '/', text: '首页' }}>
      <p className="lead">{session.actor.name}，您好。</p>
      <ul className="list">
        {services.map(([href, zh, says]) => (
          <li key={href}>
            <Link href={href}>
              <b>{zh}</b>
              {says && <small>{says}</small>}
            </Link>
          </li>
        ))}
      </ul>
      {asked.state === 'here' && asked.value.rows.length > 0 && (
        <p className={asked.value.rows.some((r) => r.state === 'asked') ? 'say' : undefined}>
          <Link href="/app/support-requests">
            请我授权的核对{asked.value.rows.some((r) => r.state === 'asked') && '（等您答复）'}
          </Link>
        </p>
      )}
      <Await of={drafts}>{({ rows }) => (rows.length > 0 ? <Drafts rows={rows} reload={drafts.reload} /> : null)}</Await>
      <Await of={cases}>
        {({ rows }) =>
          rows.length === 0 ? (
            <div className="say">
              <p>您还没有申请过。家里遇到了什么事，先从首页找一找。</p>
              <div className="row">
                <a className="button" href="/">
                  找我要办的事
                </a>
              </div>
            </div>
          ) : (
            <>
              {rows.some((r) => r.itemId === 'SA-01' && r.outcome === 'granted') && (
                <p>
                  <Link href="/app/apply/SA-02">家里情况变了，告诉我们</Link>
                </p>
              )}
              <Group title="正在办" rows={rows.filter((r) => r.outcome === null)} />
              <Group title="已经办完" rows={rows.filter((r) => r.outcome !== null)} />
            </>
          )
        }
      </Await>
    </Page>
  );
}

function Group({ title, rows }: { title: string; rows: readonly CaseRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul className="list">
        {rows.map((row) => (
          <li key={row.id}>
            <Link href={`/app/my/${row.id}`}>
              <b>{row.itemName}</b>
              <span className="state">{row.stateZh}</span>
              <small>
                {row.outcome === null && row.holderZh && `现在由${row.holderZh}办理，`}
                {row.outcome === null && row.dueOn ? `最迟${longDate(row.dueOn)}` : `${longDate(row.submittedOn)}提交`}
              </small>
              {row.no && <small className="num">办件号 {row.no}</small>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Drafts({ rows, reload }: { rows: readonly DraftRow[]; reload: () => void }) {
  const [asking, setAsking] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  return (
    <section>
      <h2>还没填完的</h2>
      <ul className="list">
        {rows.map((row) => (
          <li key={row.id}>
            <Link href={`/app/apply/${row.itemId}?draft=${row.id}`}>
              <b>{row.title}</b>
              <small>{longDateTime(row.updatedAt)}保存，点开接着填</small>
            </Link>
            {asking === row.id ? (
              <div className="row">
                <button
                  type="button"
                  className="button danger"
                  onClick={() =>
                    void api.delete(`/api/drafts/${row.id}`).then(
                      () => {
                        setAsking(null);
                        reload();
                      },
                      (error: unknown) => setTrouble(apiErrorOf(error)),
                    )
                  }
                >
                  删掉这份没填完的
                </button>
                <button type="button" className="button plain" onClick={() => setAsking(null)}>
                  留着
                </button>
              </div>
            ) : (
              <button type="button" className="link danger" onClick={() => setAsking(row.id)}>
                不要了
              </button>
            )}
          </li>
        ))}
      </ul>
      {trouble && <Trouble error={trouble} />}
    </section>
  );
}
