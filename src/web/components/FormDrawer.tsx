/** A short form in a drawer: says what it causes, checks, sends, shows the refusal beside its button. What is typed stays on this device until it has arrived. */
import { useMutation } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { FormField } from '../../kernel/schema/index.ts';
import { antdSkin } from '../form/antd/skin.tsx';
import { sent } from '../form/core.ts';
import { Fields, useForm } from '../form/fields.tsx';
import { apiErrorOf, isRefusal, newRequestId } from '../shared/api.ts';
import { formServices } from './formServices.ts';
import { dropLocalDraft, readLocalDraft, writeLocalDraft } from './localDraft.ts';
import { Refused } from './states.tsx';

interface Props<T> {
  title: string;
  causes?: ReactNode;
  fields: readonly FormField[];
  initial?: Readonly<Record<string, unknown>>;
  /** Whose villages are offered first. */
  division: string;
  button: string;
  danger?: boolean;
  /** Whose form of which record: under this it is kept on the device. Left out: nothing is kept. */
  draft?: string;
  /** `requestId` belongs to the opened form: sent again after a broken line it is the same request. */
  send: (input: Record<string, unknown>, requestId: string) => Promise<T>;
  /** What it will come to, asked before it is sent: agreed to by a second press. */
  foresee?: (input: Record<string, unknown>) => Promise<{ says: string }>;
  /** With what the server answered. */
  onDone: (answer: T) => Promise<void> | void;
  /** The record has changed meanwhile: read it again. */
  onStale?: () => void;
  onClose: () => void;
}

export const FormDrawer = <T,>(props: Props<T>) => (
  <Drawer
    open
    title={props.title}
    size={Math.min(560, window.innerWidth)}
    rootClassName="action-drawer"
    onClose={props.onClose}
    closable={{ 'aria-label': '关闭' }}
    // A finger beside the form does not close it: what is protected is kept nowhere.
    mask={{ closable: false }}
  >
    <ShortForm {...props} />
  </Drawer>
);

function ShortForm<T>({
  causes,
  fields,
  initial = {},
  division,
  button,
  danger = false,
  draft,
  send,
  foresee,
  onDone,
  onStale,
  onClose,
}: Props<T>) {
  const [kept, setKept] = useState(() => (draft ? readLocalDraft(draft) : null));
  const [requestId, setRequestId] = useState(() => kept?.requestId ?? newRequestId());
  const form = useForm({ ...initial, ...kept?.values }, fields);
  const first = useRef(form.values);
  const services = useMemo(() => formServices(division), [division]);
  useEffect(() => {
    if (draft && form.values !== first.current) writeLocalDraft(draft, fields, { requestId, values: { ...form.values } });
  }, [draft, fields, requestId, form.values]);
  const save = useMutation({
    mutationFn: () => send(sent(fields, form.values), requestId),
    onSuccess: async (answer) => {
      if (draft) dropLocalDraft(draft);
      await onDone(answer);
      onClose();
    },
    onError: (thrown) => {
      const error = apiErrorOf(thrown);
      form.showProblems(error.fields);
      // A refusal is an answer: what is sent after mending is another request. A broken line is none.
      if (isRefusal(error)) setRequestId(newRequestId());
    },
  });
  const look = useMutation({
    mutationFn: async (asked: string) => ({ ...(await foresee!(sent(fields, form.values))), asked }),
    onError: (error) => form.showProblems(apiErrorOf(error).fields),
  });
  const now = JSON.stringify(form.values);
  // What was said holds for what stood in the form.
  const foreseen = look.data?.asked === now ? look.data.says : null;
  const waits = save.isPending || look.isPending;
  const refused = save.error ?? look.error;
  return (
    <form
      className="wb-form"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        if (waits || !form.check(fields)) return;
        if (foresee && foreseen === null) look.mutate(now);
        else save.mutate();
      }}
    >
      {causes && <p className={danger ? 'causes causes-danger' : 'causes'}>{causes}</p>}
      {draft && kept && (
        <p className="kept">
          已接着上次在这台设备上填写的内容。
          <button
            type="button"
            className="link"
            onClick={() => {
              dropLocalDraft(draft);
              setKept(null);
              first.current = initial;
              form.replace(initial);
            }}
          >
            重新填写
          </button>
        </p>
      )}
      <Fields fields={fields} form={form} skin={antdSkin} services={services} />
      <div className="form-foot">
        {refused && (
          <Refused error={apiErrorOf(refused)}>
            {onStale && apiErrorOf(refused).code === 'VERSION_CONFLICT' && (
              <Button
                size="small"
                onClick={() => {
                  onStale();
                  onClose();
                }}
              >
                刷新
              </Button>
            )}
          </Refused>
        )}
        {foreseen && (
          <p className="causes" role="status">
            {foreseen}
          </p>
        )}
        <Button type="primary" danger={danger} htmlType="submit" loading={waits}>
          {foresee && foreseen === null ? '看要付多少' : button}
        </Button>
        <Button onClick={onClose}>先不办</Button>
      </div>
    </form>
  );
}
