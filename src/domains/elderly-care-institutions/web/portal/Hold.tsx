/** 预留床位 or 申请轮候: who wants to move in, and which bed. */
import { useMemo, useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { sent } from '../../../../web/form/core.ts';
import { Fields, useForm } from '../../../../web/form/fields.tsx';
import { plainSkin } from '../../../../web/form/plain/skin.tsx';
import { Await, Page, Trouble, useLoad } from '../../../../web/portal/parts.tsx';
import { navigate, useLocation } from '../../../../web/portal/router.tsx';
import { formServices } from '../../../../web/portal/services.ts';
import { useSession } from '../../../../web/portal/session.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { yuan } from '../../../../web/shared/format.ts';
import type { HomePage } from '../../public-content.ts';

export default function HoldPage({ institutionId }: { institutionId: string }) {
  const home = useLoad<HomePage>(`/api/care-homes/${institutionId}`);
  const form = useLoad<{ fields: readonly FormField[] }>('/api/my/care/form');
  const { query } = useLocation();
  const bedId = query.get('bed');
  return (
    <Page title={bedId ? '预留床位' : '申请轮候'} back={{ href: `/care-homes/${institutionId}`, text: '这家机构' }}>
      <Await of={home}>
        {(of) => <Await of={form}>{({ fields }) => <Ask home={of} fields={fields} bedId={bedId} />}</Await>}
      </Await>
    </Page>
  );
}

function Ask({ home, fields, bedId }: { home: HomePage; fields: readonly FormField[]; bedId: string | null }) {
  const { city, actor } = useSession().session;
  const services = useMemo(() => formServices(city.code), [city.code]);
  const [requestId] = useState(newRequestId);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const form = useForm({ kind: 'long', contact: actor.name }, fields);
  const bed = home.beds.find((b) => b.id === bedId);
  const send = () => {
    if (busy || !form.check(fields)) return;
    setBusy(true);
    const body = { ...sent(fields, form.values), institutionId: home.id, requestId };
    api.post(bed ? '/api/my/care/holds' : '/api/my/care', bed ? { ...body, bedId: bed.id } : body).then(
      () => navigate('/app/care'),
      (error: unknown) => {
        const refused = apiErrorOf(error);
        form.showProblems(refused.fields);
        setTrouble(refused);
        setBusy(false);
      },
    );
  };
  return (
    <>
      <p className="lead">{home.name}</p>
      {bedId && !bed && <p className="say warn">这张床刚刚被别人预留了，可以换一张，或者申请轮候。</p>}
      {bed && (
        <p>
          <b>{bed.code}</b>，{bed.priceClass}
          {bed.monthlyFen !== null && `，床位费每月${yuan(bed.monthlyFen)}`}
          。给您留30分钟，这期间付了定金就再留72小时；过时到的钱原路退回。
        </p>
      )}
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          send();
        }}
      >
        <Fields fields={fields} form={form} skin={plainSkin} services={services} />
        {trouble && <Trouble error={trouble} telephone={home.telephone} />}
        <p>
          <button type="submit" className="button" disabled={busy}>
            {busy ? '正在提交' : bed ? '预留这张床' : '申请轮候'}
          </button>
        </p>
      </form>
    </>
  );
}
