/** 请我授权的核对: somebody's parent, child or sibling applies for assistance; whether my income may be checked for it is mine to say. */
import { useMemo, useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { Fields, useForm } from '../../../../web/form/fields.tsx';
import { plainSkin } from '../../../../web/form/plain/skin.tsx';
import { Await, Page, Trouble, useLoad } from '../../../../web/portal/parts.tsx';
import { formServices } from '../../../../web/portal/services.ts';
import { useSession } from '../../../../web/portal/session.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { dateText, longDateTime } from '../../../../web/shared/format.ts';
import type { SupportRequest } from '../../supporters/content.ts';

const ADDRESS = '/api/my/support-requests';
const signature: readonly FormField[] = [
  { name: 'signature', type: 'file', label: '在下面签您的姓名', required: true, widget: 'signature', paper: 'consent' },
];
const states = { asked: '等您答复', agreed: '您已授权', declined: '您没有同意', withdrawn: '您已撤回' } as const;

export default function SupportRequestsPage() {
  const asked = useLoad<{ rows: readonly SupportRequest[] }>(ADDRESS);
  return (
    <Page title="请我授权的核对" back={{ href: '/app/my', text: '我的办件' }}>
      <p className="lead">家人申请社会救助，填写您是赡养（抚养、扶养）义务人。要不要授权，由您决定。</p>
      <Await of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="say">现在没有请您授权的核对。</p>
          ) : (
            rows.map((row) => <Request key={row.id} of={row} reload={asked.reload} />)
          )
        }
      </Await>
    </Page>
  );
}

function Request({ of, reload }: { of: SupportRequest; reload: () => void }) {
  const [signing, setSigning] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [requestId] = useState(newRequestId);
  const { city } = useSession().session;
  const services = useMemo(() => formServices(city.code), [city.code]);
  const form = useForm({}, signature);
  const send = (url: string, body: object) => {
    setBusy(true);
    setTrouble(null);
    api
      .post(url, body)
      .then(reload, (error) => setTrouble(apiErrorOf(error)))
      .finally(() => setBusy(false));
  };
  const agree = () => {
    if (form.check(signature)) send(`${ADDRESS}/${of.id}/agree`, { ...form.values, requestId });
  };
  return (
    <section className={of.state === 'asked' ? 'now' : undefined}>
      <h2>{of.applicantName}申请社会救助</h2>
      <dl className="facts">
        <div>
          <dt>填写您是</dt>
          <dd>{of.relationZh}</dd>
        </div>
        <div>
          <dt>谁来核对</dt>
          <dd>
            {of.office}，<a href={`tel:${of.telephone}`}>{of.telephone}</a>
          </dd>
        </div>
        <div>
          <dt>查什么</dt>
          <dd>{of.sources.join('；')}</dd>
        </div>
        <div>
          <dt>用来做什么</dt>
          <dd>只用来计算您对家人的赡养（抚养、扶养）费，不作他用。怎么算的会写在申请人的核算里。</dd>
        </div>
        <div>
          <dt>现在</dt>
          <dd>
            {states[of.state]}
            {of.state === 'agreed' && of.validTo && `，有效至${dateText(of.validTo)}`}
            {of.state === 'asked' && `（${longDateTime(of.askedAt)}提出）`}
          </dd>
        </div>
      </dl>
      {trouble && <Trouble error={trouble} />}
      {of.state === 'agreed' && of.consentId && (
        <p>
          <button
            type="button"
            className="button plain"
            disabled={busy}
            onClick={() => send(`/api/consents/${of.consentId}/withdraw`, {})}
          >
            撤回授权
          </button>
        </p>
      )}
      {of.state !== 'agreed' && !signing && (
        <p className="row">
          <button type="button" className="button" disabled={busy} onClick={() => setSigning(true)}>
            同意，去签名
          </button>
          {of.state === 'asked' && (
            <button
              type="button"
              className="button plain"
              disabled={busy}
              onClick={() => send(`${ADDRESS}/${of.id}/decline`, { requestId })}
            >
              不同意
            </button>
          )}
        </p>
      )}
      {signing && of.state !== 'agreed' && (
        <>
          <p>本人授权民政部门在六个月内，为上面这件申请查询上面所列的信息。可以随时在这里撤回。</p>
          <Fields fields={signature} form={form} skin={plainSkin} services={services} />
          <p className="row">
            <button type="button" className="button" disabled={busy} onClick={agree}>
              {busy ? '正在提交' : '签好了，授权'}
            </button>
            <button type="button" className="button plain" disabled={busy} onClick={() => setSigning(false)}>
              先不签
            </button>
          </p>
        </>
      )}
      {of.state === 'declined' && <p className="quiet">不同意不影响您自己，家人的申请按申报和入户调查的情况办理。</p>}
    </section>
  );
}
