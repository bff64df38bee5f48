/** Bills of the older person: each line with how it was computed, who pays, the payment order, and what is wrong with it. */
import { useState } from 'react';
import { plainDateOf } from '../../../../kernel/calendar/index.ts';
import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';
import { Act } from '../../../../web/portal/Act.tsx';
import { AskForm } from '../../../../web/portal/AskForm.tsx';
import { dateText, yuan } from '../../../../web/shared/format.ts';
import type { FamilyBill } from '../../family/content.ts';
import type { PaymentRow } from '../../stays/content.ts';

interface Props {
  bills: readonly FamilyBill[];
  payments: readonly PaymentRow[];
  refundDue: PlainDate | null;
  pay: readonly FormField[];
  reload: () => void;
}

export const Bills = ({ bills, payments, refundDue, pay, reload }: Props) => (
  <section>
    <h2>账单</h2>
    {bills.length === 0 ? (
      <p>还没有账单。机构每月1日以后出上个月的。</p>
    ) : (
      bills.map((bill, i) => <Bill key={bill.id} bill={bill} open={i === 0} pay={pay} reload={reload} />)
    )}
    {refundDue && <p>已经退住：押金和多收的款项最迟{dateText(refundDue)}退清。</p>}
    {payments.length > 0 && (
      <details>
        <summary>收款和退款</summary>
        <ul className="list">
          {payments.map((p) => (
            <li key={p.id}>
              <div>
                <b>
                  {p.zh} {yuan(p.amountFen)}
                </b>
                <small>
                  {dateText(plainDateOf(p.paidAt))}
                  {p.documentId && (
                    <>
                      ，<a href={`/api/documents/${p.documentId}`}>打开退费单</a>
                    </>
                  )}
                </small>
              </div>
            </li>
          ))}
        </ul>
      </details>
    )}
  </section>
);

function Bill({ bill, open, pay, reload }: { bill: FamilyBill; open: boolean } & Pick<Props, 'pay' | 'reload'>) {
  return (
    <details open={open}>
      <summary>
        {dateText(bill.month)}账单，{bill.totalFen < 0 ? '应退' : '自付'}
        {yuan(Math.abs(bill.selfFen))}，{bill.stateZh}
      </summary>
      <ul className="list">
        {bill.lines.map((line) => (
          <li key={line.id}>
            <div>
              <b>
                {line.name} {yuan(line.amountFen)}
              </b>
              <small>{line.says}</small>
            </div>
          </li>
        ))}
        {bill.vouchers.map((line) => (
          <li key={line.id}>
            <div>
              <b>消费券 {line.reversed ? '已退回' : yuan(-line.amountFen)}</b>
              <small>{line.says}</small>
            </div>
          </li>
        ))}
      </ul>
      <p>
        合计{yuan(bill.totalFen)}
        {bill.insuranceFen > 0 && `，保险付${yuan(bill.insuranceFen)}`}
        {bill.publicFen > 0 && `，政府资金付${yuan(bill.publicFen)}`}
        {bill.voucherFen > 0 && `，消费券付${yuan(bill.voucherFen)}`}，自付{yuan(bill.selfFen)}，已付{yuan(bill.paidFen)}
      </p>
      {bill.documentId && (
        <p>
          <a href={`/api/documents/${bill.documentId}`}>打开退费单</a>
        </p>
      )}
      <Order bill={bill} reload={reload} />
      {bill.objection && <p>您的异议：{bill.objection}</p>}
      {bill.answer && <p>机构答复：{bill.answer}</p>}
      <div className="row">
        {bill.canPay && (
          <AskForm
            title={`付这张账单（${yuan(bill.leftFen)}）`}
            button="开付款单"
            says="平台不收钱。开一张付款单，按编号付给机构；机构会计核对到账以后，这里就是“已付清”。"
            fields={pay}
            initial={{ method: 'bank' }}
            url={`/api/my/care/bills/${bill.id}/order`}
            done={reload}
          />
        )}
        {bill.canObject && <Objection bill={bill} reload={reload} />}
      </div>
    </details>
  );
}

function Order({ bill: { order }, reload }: { bill: FamilyBill; reload: () => void }) {
  if (order === null) return null;
  const waits = order.state === 'open';
  return (
    <div className={order.state === 'missing' ? 'say warn' : 'say'}>
      <p>
        付款单编号 <b className="num">{order.code}</b>，{yuan(order.amountFen)}，{order.methodZh}：{order.stateZh}。
        {waits && '转账时把编号写在附言里；到机构付的，把编号告诉会计。'}
        {order.state === 'missing' && '请核对转出的账户和附言，再与机构联系；没有付的，可以另开一张。'}
      </p>
      {waits && <Act url={`/api/my/care/orders/${order.id}/paid`} text="我已付款，请核对" plain={false} done={reload} />}
    </div>
  );
}

function Objection({ bill, reload }: { bill: FamilyBill; reload: () => void }) {
  const [objection, setObjection] = useState('');
  const [open, setOpen] = useState(false);
  return open ? (
    <>
      <label htmlFor={`o-${bill.id}`}>哪里不对</label>
      <textarea id={`o-${bill.id}`} maxLength={500} value={objection} onChange={(e) => setObjection(e.target.value)} />
      <Act url={`/api/my/care/bills/${bill.id}/objection`} text="提出异议" body={{ objection }} done={reload} />
    </>
  ) : (
    <button type="button" className="button plain" onClick={() => setOpen(true)}>
      账单不对（{dateText(bill.objectBy)}以前可以提）
    </button>
  );
}
