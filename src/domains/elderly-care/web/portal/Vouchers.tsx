/** 我的消费券: this month's, every use of it, and the code to show at a till. */
import { useState } from 'react';
import { Await, Page, Trouble, useLoad } from '../../../../web/portal/parts.tsx';
import { Link } from '../../../../web/portal/router.tsx';
import { type ApiError, api, apiErrorOf } from '../../../../web/shared/api.ts';
import { dateText, timeOf, yuan } from '../../../../web/shared/format.ts';
import type { MyVouchers } from '../../vouchers/terms.ts';

export default function VouchersPage() {
  const mine = useLoad<MyVouchers>('/api/elders/my/vouchers');
  return (
    <Page title="我的消费券" back={{ href: '/app/elder', text: '老人的补贴和评估' }}>
      <Await of={mine}>
        {({ award, mayApply, cardNumber, vouchers }) => (
          <>
            {!award && (
              <p className="say">
                {mayApply
                  ? '按您的评估结果，可以申请养老服务消费券：每月一张，在养老机构、居家服务点付一部分费用。'
                  : '您现在没有消费券。能力评估2级以上（中度失能以上）的可以申请，还没有评估的先申请评估。'}
              </p>
            )}
            {mayApply && (
              <p className="row">
                <Link className="button" href="/app/apply/EL-22">
                  申请消费券
                </Link>
              </p>
            )}
            {award?.lastMonth && (
              <p className="say warn">
                消费券发到{dateText(award.lastMonth)}为止：{award.reason}。
              </p>
            )}
            {award && !award.lastMonth && vouchers.length === 0 && (
              <p className="say">资格已经确认，{dateText(award.fromMonth)}1日发第一张。</p>
            )}
            {(vouchers.length > 0 || cardNumber) && <Code cardNumber={cardNumber} />}
            {vouchers.map((v) => (
              <section key={v.month}>
                <h2>
                  {dateText(v.month)}，{v.stateZh}
                </h2>
                <p className="sum">还有{yuan(v.faceFen - v.usedFen)}</p>
                <p>
                  面额{yuan(v.faceFen)}，用了{yuan(v.usedFen)}。
                </p>
                {v.uses.length === 0 ? (
                  <p>没有用过。</p>
                ) : (
                  <ul className="list">
                    {v.uses.map((u) => (
                      <li key={u.id}>
                        <div>
                          <b>
                            {u.what} 抵{yuan(u.deductedFen)}
                            {u.reversedZh && `（${u.reversedZh}）`}
                          </b>
                          <small>
                            {u.outletName}，{dateText(u.serviceOn)}，应付{yuan(u.payableFen)}，自付
                            {yuan(u.payableFen - u.deductedFen)}
                          </small>
                        </div>
                      </li>
                    ))}
                  </ul>
                )}
              </section>
            ))}
          </>
        )}
      </Await>
    </Page>
  );
}

function Code({ cardNumber }: { cardNumber: string | null }) {
  const [shown, setShown] = useState<{ code: string; expiresAt: string } | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  return (
    <section className="now">
      <h2>付钱的时候</h2>
      {trouble && <Trouble error={trouble} />}
      {shown ? (
        <>
          <p className="sum" role="status">
            {shown.code.slice(0, 3)} {shown.code.slice(3)}
          </p>
          <p>给收银的人看，或者念出来。{timeOf(shown.expiresAt)}以前有效，用一次。不要发给别人。</p>
        </>
      ) : (
        <p>在服务点用消费券、在老年食堂吃饭，点一下，出来6位数的码。</p>
      )}
      <p className="row">
        <button
          type="button"
          className="button"
          onClick={() =>
            api
              .post<{ code: string; expiresAt: string }>('/api/elders/my/care-code', {})
              .then(setShown, (error: unknown) => setTrouble(apiErrorOf(error)))
          }
        >
          {shown ? '换一个码' : '出示码'}
        </button>
      </p>
      {cardNumber && <p>养老服务卡号{cardNumber}。没有带手机的，消费券报卡号和身份证后4位，老年食堂报卡号就行。</p>}
    </section>
  );
}
