/** 高龄津贴和能力评估: what I draw, until when I should be seen this year, what my level is and how long it holds. */
import type { PlainDate } from '../../../../kernel/schema/index.ts';
import { Await, Page, useLoad } from '../../../../web/portal/parts.tsx';
import { Link } from '../../../../web/portal/router.tsx';
import { dateText, yuan } from '../../../../web/shared/format.ts';
import type { MyAllowance } from '../../allowance/terms.ts';

interface Mine {
  allowance: MyAllowance | null;
  level: { zh: string; validTo: PlainDate } | null;
}

export default function ElderPage() {
  const mine = useLoad<Mine>('/api/elders/my');
  return (
    <Page title="高龄津贴和能力评估" back={{ href: '/app/my', text: '我的办件' }}>
      <Await of={mine}>
        {({ allowance, level }) => (
          <>
            <section>
              <h2>高龄津贴</h2>
              {allowance ? (
                <>
                  <p className="sum">
                    每月{yuan(allowance.amountFen)}，{allowance.stateZh}
                  </p>
                  <p>
                    {dateText(allowance.fromMonth)}起{allowance.lastMonth && `，发到${dateText(allowance.lastMonth)}`}
                  </p>
                  {allowance.why && <p className="say warn">{allowance.why}。</p>}
                  {!allowance.lastMonth && (
                    <p>{dateText(allowance.checkDueOn)}前要认证一次。看病、刷社保卡、工作人员上门见过的自动认证，不用专门跑。</p>
                  )}
                </>
              ) : (
                <p>您现在没有领高龄津贴。满80周岁的，生日前30天村（社区）会主动上门，不用申请。</p>
              )}
              {!allowance && (
                <p className="row">
                  <Link className="button plain" href="/app/apply/EL-02">
                    满80岁了，没有人来找
                  </Link>
                </p>
              )}
            </section>
            <section>
              <h2>能力评估</h2>
              {level ? (
                <p>
                  {level.zh}，有效期至{dateText(level.validTo)}。报告在“我的文书”里，只有您和评估、复核的人看得到。
                </p>
              ) : (
                <p>您还没有生效的评估结果。</p>
              )}
              <p className="row">
                <Link className="button plain" href="/app/apply/EL-08">
                  申请能力评估
                </Link>
                <Link className="button plain" href="/app/apply/EL-32">
                  对结果不同意，申请复评
                </Link>
              </p>
            </section>
          </>
        )}
      </Await>
    </Page>
  );
}
