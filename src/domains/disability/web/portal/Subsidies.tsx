/** 我的补贴: what I draw and why, when it is paid, how long the certificate holds; and what I may have for the asking, in three taps. */
import { useMemo, useState } from 'react';
import { Fields, useForm } from '../../../../web/form/fields.tsx';
import { plainSkin } from '../../../../web/form/plain/skin.tsx';
import { Await, Page, Trouble, useLoad } from '../../../../web/portal/parts.tsx';
import { Link, navigate } from '../../../../web/portal/router.tsx';
import { formServices } from '../../../../web/portal/services.ts';
import { useSession } from '../../../../web/portal/session.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { dateText, yuan } from '../../../../web/shared/format.ts';
import type { MySubsidies } from '../../subsidies/views.ts';
import { accountFields, phoneField } from './fields.ts';

export default function SubsidiesPage() {
  const mine = useLoad<MySubsidies>('/api/disability/my');
  return (
    <Page title="我的补贴" back={{ href: '/app/my', text: '我的办件' }}>
      <Await of={mine}>
        {(content) => (
          <>
            {content.invitations.length > 0 && <Invitation content={content} />}
            <Awards content={content} />
            <Certificate of={content.certificate} />
            <h2>要办别的</h2>
            <p className="row">
              <Link className="button plain" href="/app/apply/DB-06">
                换证、换账户、等级变化
              </Link>
              <Link className="button plain" href="/app/apply/DB-01">
                申请补贴
              </Link>
              <a className="button plain" href="/devices">
                借轮椅等辅具
              </a>
            </p>
          </>
        )}
      </Await>
    </Page>
  );
}

function Awards({ content: { awards } }: { content: MySubsidies }) {
  if (awards.length === 0) return <p className="lead">您现在没有领残疾人两项补贴。</p>;
  return (
    <section>
      <h2>正在领和领过的</h2>
      <ul className="list">
        {awards.map((award) => (
          <li key={`${award.kind}${award.fromMonth}`}>
            <div>
              <b>{award.zh}</b>
              <span className="state">{award.stateZh}</span>
              {award.amountFen !== null && <p className="sum">每月{yuan(award.amountFen)}</p>}
              <small>
                {dateText(award.fromMonth)}起{award.lastMonth && `，发到${dateText(award.lastMonth)}`}
                {award.nextPayOn && `，下一次${dateText(award.nextPayOn)}打到您的卡里`}
              </small>
              {award.why && <p>{award.why}。</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const SOON = 90;

function Certificate({ of }: { of: MySubsidies['certificate'] }) {
  if (!of) return null;
  const left =
    of.daysLeft < 0
      ? '已经过期，请尽快换证：三个月以内换的，补贴自动恢复并补发。'
      : of.daysLeft <= SOON
        ? `还有${of.daysLeft}天到期，请及时换证，逾期补贴会暂停。`
        : of.daysLeft <= 365
          ? `还有${of.daysLeft}天到期。`
          : '还早，到期前会提醒您。';
  return (
    <section>
      <h2>残疾人证</h2>
      <div className={of.daysLeft <= SOON ? 'say warn' : 'say'}>
        <p>
          <b>
            {of.zh}，{of.stateZh}
          </b>
          <br />
          有效期至{dateText(of.validTo)}，{left}
        </p>
      </div>
    </section>
  );
}

/** One: 去申请. Two: the card. Three: agree and send. */
function Invitation({ content }: { content: MySubsidies }) {
  const [open, setOpen] = useState(false);
  const { invitations } = content;
  const total = invitations.reduce((fen, i) => fen + (i.amountFen ?? 0), 0);
  return (
    <section className="now">
      <h2>您可以领取</h2>
      {invitations.map((i) => (
        <p key={i.id}>
          <b>{i.zh}</b>
          {i.amountFen !== null && `，每月${yuan(i.amountFen)}`}
        </p>
      ))}
      {invitations.length > 1 && (
        <>
          <p>合计每月</p>
          <p className="sum">{yuan(total)}</p>
        </>
      )}
      {open ? (
        <Confirm content={content} />
      ) : (
        <>
          <p>根据残疾人证和低保信息得出，不用再交材料。最后以审定为准。</p>
          <button type="button" className="button" onClick={() => setOpen(true)}>
            去申请
          </button>
        </>
      )}
    </section>
  );
}

function Confirm({ content: { account, hasPhone, name } }: { content: MySubsidies }) {
  const [other, setOther] = useState(account === null);
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [requestId] = useState(newRequestId);
  const fields = [...(other ? [accountFields] : []), ...(hasPhone ? [] : [phoneField])];
  const { city } = useSession().session;
  const services = useMemo(() => formServices(city.code), [city.code]);
  const form = useForm({ account: { holder: name } }, fields);
  const send = () => {
    if (!form.check(fields)) return;
    setBusy(true);
    const { account: typed, phone } = form.values as { account?: unknown; phone?: string };
    api
      .post<{ id: string }>('/api/disability/invitations/accept', {
        ...(other ? { account: typed } : {}),
        ...(hasPhone ? {} : { phone }),
        consent: true,
        requestId,
      })
      .then(
        ({ id }) => navigate(`/app/my/${id}`),
        (error: unknown) => {
          setTrouble(apiErrorOf(error));
          setBusy(false);
        },
      );
  };
  return (
    <>
      {account && (
        <div className="options">
          <label className="option">
            <input type="radio" name="card" checked={!other} onChange={() => setOther(false)} />
            <span>
              打到{account.bank}尾号{account.last4}的卡
            </span>
          </label>
          <label className="option">
            <input type="radio" name="card" checked={other} onChange={() => setOther(true)} />
            <span>换一张卡</span>
          </label>
        </div>
      )}
      <Fields fields={fields} form={form} skin={plainSkin} services={services} />
      <p className="quiet">提交前请确认：</p>
      <label className="option">
        <input type="checkbox" checked={agreed} onChange={(e) => setAgreed(e.target.checked)} />
        <span>同意民政、残联核对残疾人证、低保和其他补贴的信息；情况变化会及时告知</span>
      </label>
      {trouble && <Trouble error={trouble} />}
      <p>
        <button type="button" className="button" disabled={!agreed || busy} onClick={send}>
          {busy ? '正在提交' : '提交申请'}
        </button>
      </p>
    </>
  );
}
