/** A short form of the family's pages, folded until it is wanted. */
import { useMemo, useState } from 'react';
import type { FormField } from '../../kernel/schema/index.ts';
import { sent } from '../form/core.ts';
import { Fields, useForm } from '../form/fields.tsx';
import { plainSkin } from '../form/plain/skin.tsx';
import { type ApiError, api, apiErrorOf, isRefusal, newRequestId } from '../shared/api.ts';
import { Trouble } from './parts.tsx';
import { formServices } from './services.ts';
import { useSession } from './session.tsx';

interface Props {
  title: string;
  button: string;
  fields: readonly FormField[];
  url: string;
  initial?: Record<string, unknown>;
  /** Said before it is filled in. */
  says?: string;
  /** It stands open, and has no page to fold back to. */
  open?: boolean;
  /** With what the server answered. */
  done: (answer: unknown) => void;
}

export function AskForm(props: Props) {
  const [open, setOpen] = useState(props.open ?? false);
  return open ? (
    <Open {...props} {...(!props.open && { close: () => setOpen(false) })} />
  ) : (
    <button type="button" className="button plain" onClick={() => setOpen(true)}>
      {props.title}
    </button>
  );
}

function Open({ title, button, fields, url, initial = {}, says, done, close }: Props & { close?: () => void }) {
  const { city } = useSession().session;
  // Folded it stands within a section; open it is the page's own.
  const Heading = close ? 'h3' : 'h2';
  const services = useMemo(() => formServices(city.code), [city.code]);
  const [requestId, setRequestId] = useState(newRequestId);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const form = useForm(initial, fields);
  const send = () => {
    if (busy || !form.check(fields)) return;
    setBusy(true);
    api.post(url, { ...sent(fields, form.values), requestId }).then(
      (answer) => {
        close?.();
        done(answer);
      },
      (error: unknown) => {
        const refused = apiErrorOf(error);
        form.showProblems(refused.fields);
        setTrouble(refused);
        setBusy(false);
        // 没有网络的再送同一份，改了再送的是新的一份
        if (isRefusal(refused)) setRequestId(newRequestId());
      },
    );
  };
  return (
    <form
      className="now"
      aria-label={title}
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        send();
      }}
    >
      <Heading>{title}</Heading>
      {says && <p>{says}</p>}
      <Fields fields={fields} form={form} skin={plainSkin} services={services} />
      {trouble && <Trouble error={trouble} />}
      <p className="row">
        <button type="submit" className="button" disabled={busy}>
          {busy ? '正在提交' : button}
        </button>
        {close && (
          <button type="button" className="button plain" onClick={close}>
            先不办
          </button>
        )}
      </p>
    </form>
  );
}
