/** 居家服务: order for oneself or a relative, see who is coming, confirm, rate, say what was wrong. */
import { useMemo, useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { blank, sent } from '../../../../web/form/core.ts';
import { Fields, useForm } from '../../../../web/form/fields.tsx';
import { plainSkin } from '../../../../web/form/plain/skin.tsx';
import { Act } from '../../../../web/portal/Act.tsx';
import { Await, Page, Trouble, useLoad } from '../../../../web/portal/parts.tsx';
import { Link } from '../../../../web/portal/router.tsx';
import { formServices } from '../../../../web/portal/services.ts';
import { useSession } from '../../../../web/portal/session.tsx';
import { type ApiError, api, apiErrorOf, isRefusal, newRequestId } from '../../../../web/shared/api.ts';
import { longDateTime, longMonth, yuan } from '../../../../web/shared/format.ts';
import type { MyHomeCare, MyHomeCareMonth, MyOrder } from '../../orders/content.ts';

const STARS = [
  ['5', '很好'],
  ['4', '好'],
  ['3', '一般'],
  ['2', '不好'],
  ['1', '很不好'],
] as const;

export default function HomeCarePage() {
  const mine = useLoad<MyHomeCare>('/api/my/home-care');
  const [ordering, setOrdering] = useState(false);
  return (
    <Page title="居家服务" back={{ href: '/app/my', text: '我的办件' }}>
      {ordering ? (
        <Ask
          done={() => {
            setOrdering(false);
            mine.reload();
          }}
        />
      ) : (
        <p className="row">
          <button type="button" className="button" onClick={() => setOrdering(true)}>
            约一次上门服务
          </button>
        </p>
      )}
      <Await of={mine}>
        {({ rows, month }) => (
          <>
            {month && <Month of={month} />}
            {!month?.quota && (
              <p>
                没有政府购买额度的困难老人，<Link href="/app/apply/EL-24">可以申请每月的居家服务额度</Link>。
              </p>
            )}
            {rows.length === 0 ? (
              <p className="say">还没有约过。打扫、洗澡、陪诊、代购都可以约，不会上网的请村（社区）或热线代办。</p>
            ) : (
              rows.map((row) => <One key={row.id} of={row} reload={mine.reload} />)
            )}
          </>
        )}
      </Await>
    </Page>
  );
}

/** 本月: who has paid how much, and what is left. */
function Month({ of: { month, orders, quotaFen, voucherFen, ownFen, quota, voucher } }: { of: MyHomeCareMonth }) {
  return (
    <section>
      <h2>{longMonth(month)}</h2>
      {quota && (
        <p>
          政府购买额度{yuan(quota.amountFen)}，用了{yuan(quota.usedFen)}
          {quota.reservedFen > 0 && `，约好还没有做的占${yuan(quota.reservedFen)}`}，还有
          <b className="num">{yuan(quota.amountFen - quota.usedFen - quota.reservedFen)}</b>
        </p>
      )}
      {voucher && (
        <p>
          消费券{yuan(voucher.faceFen)}，还有<b className="num">{yuan(voucher.faceFen - voucher.usedFen)}</b>
        </p>
      )}
      {orders > 0 && (
        <p>
          核实的{orders}单：额度付{yuan(quotaFen)}，消费券抵{yuan(voucherFen)}，自己付{yuan(ownFen)}
        </p>
      )}
    </section>
  );
}

const partsText = ({ quotaFen, voucherFen, ownFen }: NonNullable<MyOrder['parts']>): string =>
  [quotaFen > 0 && `额度付${yuan(quotaFen)}`, voucherFen > 0 && `消费券抵${yuan(voucherFen)}`, `自己付${yuan(ownFen)}`]
    .filter(Boolean)
    .join('，');

function One({ of, reload }: { of: MyOrder; reload: () => void }) {
  const url = (step: string) => `/api/my/home-care/${of.id}/${step}`;
  return (
    <section className="now">
      <h2>
        {of.itemName}，{longDateTime(of.start)}
      </h2>
      <p>
        {of.personName}，<b>{of.stateZh}</b>
        {of.workerName && `，护理员${of.workerName}`}
        {!of.parts && `，${of.fundZh}`}
        {of.heldFen !== null && `，额度占${yuan(of.heldFen)}`}
        {of.amountFen !== null && `，做了${of.actualMinutes}分钟，${yuan(of.amountFen)}`}
        {of.stars !== null && `，您给了${of.stars}星`}
      </p>
      {of.parts && <p>{partsText(of.parts)}</p>}
      {of.code && (
        <p className="say">
          服务确认码 <b className="num">{of.code}</b>。做完了、满意了再告诉回访的人，不要提前给护理员。
        </p>
      )}
      <div className="row">
        {of.can.confirm && <Act url={url('confirmation')} text="做完了，确认" done={reload} />}
        {of.can.cancel && <Act url={url('cancellation')} text="取消" done={reload} />}
      </div>
      {of.can.evaluate && (
        <div className="row">
          <span>服务怎么样：</span>
          {STARS.map(([stars, zh]) => (
            <Act key={stars} url={url('evaluation')} body={{ stars }} text={zh} done={reload} />
          ))}
        </div>
      )}
      {of.can.dispute && <Complain url={url('dispute')} id={of.id} done={reload} />}
    </section>
  );
}

function Complain({ url, id, done }: { url: string; id: string; done: () => void }) {
  const [open, setOpen] = useState(false);
  const [dispute, setDispute] = useState('');
  if (!open)
    return (
      <button type="button" className="link" onClick={() => setOpen(true)}>
        有不对的地方
      </button>
    );
  return (
    <>
      <label htmlFor={`d-${id}`}>哪里不对（先不付钱，县里会查）</label>
      <textarea id={`d-${id}`} maxLength={500} value={dispute} onChange={(e) => setDispute(e.target.value)} />
      <Act url={url} body={{ dispute }} text="提出异议" done={done} />
    </>
  );
}

function Ask({ done }: { done: () => void }) {
  const form = useLoad<{ fields: readonly FormField[]; initial: Record<string, unknown> }>('/api/my/home-care/form');
  return <Await of={form}>{({ fields, initial }) => <Form fields={fields} initial={initial} done={done} />}</Await>;
}

function Form({ fields, initial, done }: { fields: readonly FormField[]; initial: Record<string, unknown>; done: () => void }) {
  const { city } = useSession().session;
  const services = useMemo(() => formServices(city.code), [city.code]);
  const [requestId, setRequestId] = useState(newRequestId);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const form = useForm({ ...blank(fields), ...initial }, fields);
  const [look, setLook] = useState<{ says: string; asked: string } | null>(null);
  const now = JSON.stringify(form.values);
  // What was said holds for what stood in the form.
  const says = look?.asked === now ? look.says : null;
  const failed = (error: unknown) => {
    const refused = apiErrorOf(error);
    form.showProblems(refused.fields);
    setTrouble(refused);
    if (isRefusal(refused)) setRequestId(newRequestId());
    setBusy(false);
  };
  const send = () => {
    if (busy || !form.check(fields)) return;
    setBusy(true);
    setTrouble(null);
    const order = sent(fields, form.values);
    if (says !== null) api.post('/api/my/home-care', { ...order, requestId }).then(done, failed);
    else
      api.post<{ says: string }>('/api/my/home-care/parts', order).then((answer) => {
        setLook({ ...answer, asked: now });
        setBusy(false);
      }, failed);
  };
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        send();
      }}
    >
      <Fields fields={fields} form={form} skin={plainSkin} services={services} />
      {trouble && <Trouble error={trouble} />}
      {says && (
        <p className="say" role="status">
          {says}
        </p>
      )}
      <p className="row">
        <button type="submit" className="button" disabled={busy}>
          {busy ? '正在送出' : says === null ? '看要付多少' : '就这样，下单'}
        </button>
        <button type="button" className="button plain" onClick={done}>
          先不约
        </button>
      </p>
    </form>
  );
}
