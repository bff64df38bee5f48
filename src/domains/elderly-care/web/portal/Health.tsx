/** 健康档案和家庭医生签约: what I let others know, for what, taken back at any time; with whom I have signed, and when I was looked after. */
import { plainDateOf } from '../../../../kernel/calendar/index.ts';
import { Act } from '../../../../web/portal/Act.tsx';
import { AskForm } from '../../../../web/portal/AskForm.tsx';
import { Await, Page, useLoad } from '../../../../web/portal/parts.tsx';
import { dateText } from '../../../../web/shared/format.ts';
import type { MyHealthPage } from '../../health-links/content.ts';

export default function HealthPage() {
  const mine = useLoad<MyHealthPage>('/api/elders/my/health');
  return (
    <Page title="健康档案和签约" back={{ href: '/app/elder', text: '老人的补贴和评估' }}>
      <Await of={mine}>
        {({ health, fields, links }) => (
          <>
            <section>
              <h2>健康档案</h2>
              {health ? (
                <>
                  <ul className="list">
                    {health.rows.map((row) => (
                      <li key={row.label}>
                        <div>
                          <b>{row.label}</b>
                          <small>{row.value}</small>
                        </div>
                      </li>
                    ))}
                  </ul>
                  <p>
                    您同意：{health.purposes.join('；')}。{dateText(plainDateOf(health.givenAt))}
                    {health.by}。别人看不到，谁看过都有记录。
                  </p>
                  <Act url="/api/elders/my/health/withdrawal" text="撤回，不再给人看" done={mine.reload} />
                </>
              ) : (
                <p>
                  您没有登记。登记了，住的养老机构照护您、您呼救时坐席派人，就知道您有什么病、对什么过敏、吃什么药。给谁看由您选，随时可以撤回。
                </p>
              )}
              <AskForm
                title={health ? '改一改' : '登记健康档案'}
                button="登记"
                says="原来登记的由新的代替。"
                fields={fields}
                url="/api/elders/my/health"
                done={mine.reload}
              />
            </section>
            <section>
              <h2>家庭医生签约</h2>
              {links.length === 0 && <p>您还没有签约。想签的，告诉村（社区）或者乡镇（街道）。</p>}
              {links.map((link) => (
                <div key={link.id}>
                  <p className="sum">
                    {link.centre}
                    {link.doctor && `，${link.doctor}`}：{link.stateZh}
                  </p>
                  <p>
                    {link.what}
                    {link.toOn && `，到${dateText(link.toOn)}`}
                  </p>
                  {link.followed.map((one) => (
                    <p key={one.on} className="quiet">
                      {dateText(one.on)}：{one.says}
                    </p>
                  ))}
                  <div className="row">
                    {link.state === 'proposed' && (
                      <Act
                        url={`/api/elders/my/health-links/${link.id}/agreement`}
                        text="同意签约"
                        plain={false}
                        done={mine.reload}
                      />
                    )}
                    {link.state !== 'ended' && (
                      <Act
                        url={`/api/elders/my/health-links/${link.id}/end`}
                        text={link.state === 'signed' ? '解约' : '不签'}
                        done={mine.reload}
                      />
                    )}
                  </div>
                </div>
              ))}
            </section>
          </>
        )}
      </Await>
    </Page>
  );
}
