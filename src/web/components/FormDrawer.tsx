/** A short form in a drawer: says what it causes, checks, sends, shows the refusal beside its button. */
import { useMutation } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { type ReactNode, useMemo } from 'react';
import type { FormField } from '../../kernel/schema/index.ts';
import { antdSkin } from '../form/antd/skin.tsx';
import { sent } from '../form/core.ts';
import { Fields, useForm } from '../form/fields.tsx';
import { apiErrorOf } from '../shared/api.ts';
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
  send: (input: Record<string, unknown>) => Promise<T>;
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

function ShortForm<T>({ causes, fields, initial = {}, division, button, danger = false, send, onDone, onClose }: Props<T>) {
  const form = useForm(initial, fields);
  const services = useMemo(() => formServices(division), [division]);
  const save = useMutation({
    mutationFn: () => send(sent(fields, form.values)),
    onSuccess: async (answer) => {
      await onDone(answer);
      onClose();
    },
    onError: (error) => form.showProblems(apiErrorOf(error).fields),
  });
  return (
    <form
      className="wb-form"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        if (!save.isPending && form.check(fields)) save.mutate();
      }}
    >
      {causes && <p className={danger ? 'causes causes-danger' : 'causes'}>{causes}</p>}
      <Fields fields={fields} form={form} skin={antdSkin} services={services} />
      <div className="form-foot">
        {save.error && <Refused error={apiErrorOf(save.error)} />}
        <Button type="primary" danger={danger} htmlType="submit" loading={save.isPending}>
          {button}
        </Button>
        <Button onClick={onClose}>先不办</Button>
      </div>
    </form>
  );
}
