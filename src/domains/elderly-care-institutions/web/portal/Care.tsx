/** 家人的养老机构: where an application stands, and of a stay the level, the plan's risks and the bills with each line explained. */
import { useState } from 'react';
import { Await, Page, Trouble, useLoad } from '../../../../web/portal/parts.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { dateText, yuan } from '../../../../web/shared/format.ts';
import type { FamilyView } from '../../stays/content.ts';

export default function CarePage() {
  const mine = useLoad<{ rows: FamilyView[] }>('/api/my/care');
  return (
    <Page title="家人的养老机构" back={{ href: '/app/my', text: '我的办件' }}>
      <p>
        <a className="button plain" href="/care-homes">
          找养老机构
        </a>
      </p>
      <Await of={mine}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="say">您还没有申请过入住。先找一家有空床的，可以在网上预留，也可以申请轮候。</p>
          ) : (
            rows.map((row) => <One key={row.id} of={row} reload={mine.reload} />)
          )
        }
      </Await>
    </Page>
  );
}

function One({ of, reload }: { of: FamilyView; reload: () => void }) {
  const { stay } = of;
  return (
    <section className="now">
      <h2>
        {of.name}，{of.institutionName}
      </h2>
      <p>
        <b>{of.stateZh}</b>
        {of.place !== null && `，轮候${of.no}号，前面还有${of.place - 1}位`}
        {of.bed && `，床位${of.bed}`}
        {of.until && `，给您留到${of.until}，请在这以前付定金`}
      </p>
      <p>
        机构电话 <a href={`tel:${of.telephone}`}>{of.telephone}</a>
        {of.contractId && (
          <>
            ，<a href={`/api/documents/${of.contractId}`}>打开服务协议</a>
          </>
        )}
      </p>
      <p className="row">
        {of.canRelease && <Act url={`/api/my/care/${of.id}/release`} text="放弃这张床" done={reload} />}
        {of.canWithdraw && <Act url={`/api/my/care/${of.id}/withdrawal`} text="撤回申请" done={reload} />}
      </p>
      {stay && (
        <>
          <p>
            {dateText(stay.fromOn)}入住{stay.toOn && `，${dateText(stay.toOn)}离开`}，床位{stay.bed}，{stay.kindZh}，护理等级
            {stay.levelZh}
            {stay.away && '，现在请假在外'}
          </p>
          {stay.asked && (
            <div className="say warn">
              <p>
                机构建议从{dateText(stay.asked.from)}起把护理等级改为<b>{stay.asked.levelZh}</b>：{stay.asked.why}
                。您同意了才会改。
              </p>
              <Act url={`/api/my/care/stays/${stay.id}/consent`} text="同意" done={reload} />
            </div>
          )}
          {stay.risks.length > 0 && <p className="quiet">九项风险：{stay.risks.map((r) => `${r.zh}${r.levelZh}`).join('，')}</p>}
          {stay.bills.map((bill) => (
            <Bill key={bill.id} bill={bill} reload={reload} />
          ))}
        </>
      )}
    </section>
  );
}

function Bill({ bill, reload }: { bill: NonNullable<FamilyView['stay']>['bills'][number]; reload: () => void }) {
  const [objection, setObjection] = useState('');
  const [open, setOpen] = useState(false);
  return (
    <details>
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
      {bill.objection && <p>您的异议：{bill.objection}</p>}
      {bill.answer && <p>机构答复：{bill.answer}</p>}
      {bill.canObject &&
        (open ? (
          <>
            <label htmlFor={`o-${bill.id}`}>哪里不对</label>
            <textarea id={`o-${bill.id}`} maxLength={500} value={objection} onChange={(e) => setObjection(e.target.value)} />
            <Act url={`/api/my/care/bills/${bill.id}/objection`} text="提出异议" body={{ objection }} done={reload} />
          </>
        ) : (
          <button type="button" className="button plain" onClick={() => setOpen(true)}>
            账单不对（{dateText(bill.objectBy)}以前可以提）
          </button>
        ))}
    </details>
  );
}

function Act({ url, text, body = {}, done }: { url: string; text: string; body?: Record<string, unknown>; done: () => void }) {
  const [requestId] = useState(newRequestId);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  return (
    <>
      {trouble && <Trouble error={trouble} />}
      <button
        type="button"
        className="button plain"
        disabled={busy}
        onClick={() => {
          setBusy(true);
          api.post(url, { ...body, requestId }).then(done, (error: unknown) => {
            setTrouble(apiErrorOf(error));
            setBusy(false);
          });
        }}
      >
        {busy ? '正在办' : text}
      </button>
    </>
  );
}
