/** A short form in a drawer: says what it causes, checks, sends, shows the refusal beside its button. */
import { useMutation } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import type { FormField } from '../../kernel/schema/index.ts';
import { antdSkin } from '../form/antd/skin.tsx';
import { sent } from '../form/core.ts';
import { Fields, useForm } from '../form/fields.tsx';
import { apiErrorOf, isRefusal, newRequestId } from '../shared/api.ts';
import { formServices } from './formServices.ts';
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
  /** The id belongs to the opened form: a second try after a broken line changes nothing. */
  send: (input: Record<string, unknown>, requestId: string) => Promise<T>;
  /** What it will come to, asked before it is sent: agreed to by a second press. */
  foresee?: (input: Record<string, unknown>) => Promise<{ says: string }>;
  /** With what the server answered. */
  onDone: (answer: T) => Promise<void> | void;
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
  send,
  foresee,
  onDone,
  onClose,
}: Props<T>) {
  const form = useForm(initial, fields);
  const services = useMemo(() => formServices(division), [division]);
  const [requestId, setRequestId] = useState(newRequestId);
  const save = useMutation({
    mutationFn: () => send(sent(fields, form.values), requestId),
    onSuccess: async (answer) => {
      await onDone(answer);
      onClose();
    },
    onError: (error) => {
      const refused = apiErrorOf(error);
      form.showProblems(refused.fields);
      if (isRefusal(refused)) setRequestId(newRequestId());
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
      <Fields fields={fields} form={form} skin={antdSkin} services={services} />
      <div className="form-foot">
        {refused && <Refused error={apiErrorOf(refused)} />}
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
