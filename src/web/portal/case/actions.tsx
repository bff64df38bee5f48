import { useMemo, useRef, useState } from 'react';
import type { ActionView, CaseView } from '../../../kernel/service/index.ts';
import { blank, type FormValues, sent } from '../../form/core.ts';
import { Fields, useForm } from '../../form/fields.tsx';
import { plainSkin } from '../../form/plain/skin.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../shared/api.ts';
import { Trouble } from '../parts.tsx';
import { navigate, signInAddress } from '../router.tsx';
import { formServices } from '../services.ts';
import { useSession } from '../session.tsx';

type Asked = Pick<ActionView, 'zh' | 'causes' | 'fields'> & Partial<Pick<ActionView, 'danger' | 'initial'>>;
type Sent = { requestId: string; input: Record<string, unknown> };

interface Props {
  action: Asked;
  send: (given: Sent) => Promise<unknown>;
  onDone: (text: string) => void;
}

/** One step of a case that I may take now. */
export const ActionPanel = ({ action, kase, onDone }: { action: ActionView; kase: CaseView; onDone: (text: string) => void }) => (
  <AskPanel
    action={action}
    send={(given) => api.post(`/api/cases/${kase.id}/actions`, { action: action.action, version: kase.version, ...given })}
    onDone={onDone}
  />
);

/** One thing that I may do: says what it will cause, asks for what it needs, and only then does it. */
export function AskPanel({ action, send, onDone }: Props) {
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <div className="row">
        <button type="button" className={action.danger ? 'button danger' : 'button'} onClick={() => setOpen(true)}>
          {action.zh}
        </button>
      </div>
    );
  return <ActionForm action={action} send={send} onDone={onDone} close={() => setOpen(false)} />;
}

function ActionForm({ action, send, onDone, close }: Props & { close: () => void }) {
  const { session } = useSession();
  const form = useForm({ ...blank(action.fields), ...action.initial } as FormValues, action.fields);
  const services = useMemo(() => formServices(session.city.code), [session.city.code]);
  const requestId = useRef(newRequestId());
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);

  async function act() {
    if (!form.check(action.fields)) return;
    setBusy(true);
    setTrouble(null);
    try {
      await send({ requestId: requestId.current, input: sent(action.fields, form.values) });
      onDone(`已经${action.zh}。${action.causes}`);
      close();
    } catch (thrown) {
      const error = apiErrorOf(thrown);
      if (error.code === 'SIGN_IN_REQUIRED') return navigate(signInAddress(location.pathname));
      setTrouble(error);
      if (error.status >= 400 && error.status < 500) requestId.current = newRequestId();
      if (error.fields.length > 0) form.showProblems(error.fields.map((f) => ({ ...f, path: f.path.replace(/^input\./, '') })));
    } finally {
      setBusy(false);
    }
  }
  return (
    <section className="action" aria-label={action.zh}>
      <p>
        <b>{action.zh}</b>：{action.causes}
      </p>
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          void act();
        }}
      >
        <Fields fields={action.fields} form={form} skin={plainSkin} services={services} />
        {trouble && <Trouble error={trouble} telephone={session.city.telephone} />}
        <div className="next">
          <button type="submit" className={action.danger ? 'button danger' : 'button'} disabled={busy}>
            {busy ? '请稍候' : `确定${action.zh}`}
          </button>
          <button type="button" className="button plain" onClick={close}>
            先不办
          </button>
        </div>
      </form>
    </section>
  );
}
