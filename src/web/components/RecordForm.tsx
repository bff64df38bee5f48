/** A form with a page of its own, sent once: the request id belongs to the opened form, and what is typed stays until it has arrived. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import type { FormField } from '../../kernel/schema/index.ts';
import { antdSkin } from '../form/antd/skin.tsx';
import { blank, sent } from '../form/core.ts';
import { Fields, useForm } from '../form/fields.tsx';
import { api, apiErrorOf, isRefusal, newRequestId } from '../shared/api.ts';
import { formServices } from './formServices.ts';
import { dropLocalDraft, readLocalDraft, writeLocalDraft } from './localDraft.ts';
import { homeDivision, useSession } from './session.tsx';
import { Failed, Loading, Refused } from './states.tsx';

interface Props {
  /** Gives `{ fields }`. */
  form: string;
  /** Where it is sent; answers `{ id }`. */
  to: string;
  button: string;
  initial?: Readonly<Record<string, unknown>>;
  onDone: (id: string) => void;
}

export function RecordForm(props: Props) {
  const form = useQuery({ queryKey: [props.form], queryFn: () => api.get<{ fields: readonly FormField[] }>(props.form) });
  if (form.isPending) return <Loading />;
  if (!form.data) return <Failed error={form.error} retry={() => void form.refetch()} />;
  return <Filling {...props} fields={form.data.fields} />;
}

function Filling({ to, fields, button, initial, onDone }: Props & { fields: readonly FormField[] }) {
  const session = useSession();
  const queries = useQueryClient();
  const key = `${session.actor.id}.${to}`;
  const [kept] = useState(() => readLocalDraft(key));
  const [requestId, setRequestId] = useState(() => kept?.requestId ?? newRequestId());
  const form = useForm({ ...blank(fields), ...initial, ...kept?.values }, fields);
  const services = useMemo(() => formServices(homeDivision(session)), [session]);
  useEffect(() => {
    writeLocalDraft(key, fields, { requestId, values: { ...form.values } });
  }, [key, fields, requestId, form.values]);
  const save = useMutation({
    mutationFn: () => api.post<{ id: string }>(to, { ...sent(fields, form.values), requestId }),
    onSuccess: async ({ id }) => {
      dropLocalDraft(key);
      await queries.invalidateQueries();
      onDone(id);
    },
    onError: (thrown) => {
      const error = apiErrorOf(thrown);
      form.showProblems(error.fields);
      // A refusal is an answer; a broken line is none, and the same request is tried again.
      if (isRefusal(error)) setRequestId(newRequestId());
    },
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
      <Fields fields={fields} form={form} skin={antdSkin} services={services} />
      <div className="form-foot">
        {save.error && <Refused error={apiErrorOf(save.error)} />}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {button}
        </Button>
      </div>
    </form>
  );
}
