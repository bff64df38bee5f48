/** 外地看病报销帮办: how far it is, what to bring, and a new question. */

import { plainDateOf } from '../../../../kernel/calendar/index.ts';
import { AskForm } from '../../../../web/portal/AskForm.tsx';
import { Await, Page, useLoad } from '../../../../web/portal/parts.tsx';
import { dateText } from '../../../../web/shared/format.ts';
import type { MyHelps } from '../../reimbursement/content.ts';

export default function ReimbursementPage() {
  const mine = useLoad<MyHelps>('/api/elders/my/reimbursements');
  return (
    <Page title="外地看病报销" back={{ href: '/app/elder', text: '老人的补贴和评估' }}>
      <p className="lead">
        在外地看了病，不知道怎么报销的，告诉我们。两个工作日内有人讲清带什么、去哪里；能代办的代办。发票、病历您自己保管，我们不收。
      </p>
      <Await of={mine}>
        {({ rows, fields }) => (
          <>
            {rows.map((row) => (
              <section key={row.id}>
                <h2>
                  {row.kindZh}（{row.hospital}）
                </h2>
                <p className="sum">{row.stateZh}</p>
                {row.papers.length > 0 ? (
                  <p>
                    要带：{row.papers.join('、')}。{row.said}
                  </p>
                ) : (
                  <p>最迟{dateText(plainDateOf(row.guideDue))}有人联系您。</p>
                )}
                {row.result && <p>{row.result}</p>}
              </section>
            ))}
            <AskForm
              title="我要求助"
              button="提交"
              fields={fields}
              url="/api/elders/my/reimbursements"
              open={rows.length === 0}
              done={mine.reload}
            />
          </>
        )}
      </Await>
    </Page>
  );
}
