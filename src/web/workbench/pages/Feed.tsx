/** 报送变动: what a department tells by itself. One row by hand here; the same address takes two hundred at a time from its own system. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { formServices } from '../../components/formServices.ts';
import { Page, Section } from '../../components/layout.tsx';
import { Day, Moment } from '../../components/marks.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Failed, Loading, Refused } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { antdSkin } from '../../form/antd/skin.tsx';
import { blank, sent } from '../../form/core.ts';
import { Fields, useForm } from '../../form/fields.tsx';
import { api, apiErrorOf, newRequestId } from '../../shared/api.ts';

interface Kind {
  type: string;
  zh: string;
  about: 'person' | 'place';
  fields: readonly FormField[];
}
interface Answer {
  state: 'accepted' | 'repeated' | 'refused';
  message: string;
}
interface Sent {
  id: string;
  reference: string;
  typeZh: string;
  happenedOn: PlainDate;
  receivedAt: string;
}

const CATALOGUE = '/api/exchange/events/catalogue';
const EVENTS = '/api/exchange/events';

export function Feed() {
  const kinds = useQuery({ queryKey: [CATALOGUE], queryFn: () => api.get<{ rows: readonly Kind[] }>(CATALOGUE) });
  const [type, setType] = useState('medical.expense.alerted');
  const list = useKeyset<Sent>(EVENTS);
  const kind = kinds.data?.rows.find((k) => k.type === type);
  return (
    <Page title="报送变动" lead="一条变动一个编号，送两次只算一次。身份证号码只用来找人，找到以后不再留存。">
      <Section title="报送一条">
        {kinds.isPending ? (
          <Loading />
        ) : !kinds.data || !kind ? (
          <Failed error={kinds.error} retry={() => void kinds.refetch()} />
        ) : (
          <>
            <p>
              <label htmlFor="feed-type">什么变动</label>
              <br />
              <Select
                id="feed-type"
                style={{ width: '100%' }}
                value={type}
                onChange={setType}
                options={kinds.data.rows.map((k) => ({ value: k.type, label: k.zh }))}
              />
            </p>
            <OneRow key={type} kind={kind} />
          </>
        )}
      </Section>
      <Section title="已报送的">
        <KeysetTable
          caption="本部门报送过的变动"
          list={list}
          rowKey={(row) => row.id}
          empty="还没有报送过。"
          columns={[
            { key: 'type', title: '变动', kind: 'main', render: (row) => <b>{row.typeZh}</b> },
            { key: 'reference', title: '编号', render: (row) => <span className="num">{row.reference}</span> },
            { key: 'on', title: '发生', render: (row) => <Day on={row.happenedOn} /> },
            { key: 'at', title: '收到', render: (row) => <Moment at={row.receivedAt} /> },
          ]}
        />
      </Section>
    </Page>
  );
}

const reference: FormField = {
  name: 'reference',
  type: 'text',
  label: '本部门的编号',
  help: '4至64位字母、数字，每条不同',
  required: true,
  min: 4,
  max: 64,
};
const idNumber: FormField = { name: 'idNumber', type: 'text', label: '身份证号码', required: true, format: 'resident-id' };
const happenedOn: FormField = { name: 'happenedOn', type: 'date', label: '发生日期', required: true, format: 'plain-date' };

function OneRow({ kind }: { kind: Kind }) {
  const session = useSession();
  const queries = useQueryClient();
  const fields = useMemo(() => [reference, ...(kind.about === 'person' ? [idNumber] : []), happenedOn, ...kind.fields], [kind]);
  const form = useForm({ ...blank(fields), reference: `S-${newRequestId().slice(0, 8)}`, happenedOn: session.today }, fields);
  const services = useMemo(() => formServices(homeDivision(session)), [session]);
  const save = useMutation({
    mutationFn: () => {
      const { reference: no, idNumber: id, happenedOn: on, ...payload } = sent(fields, form.values);
      return api.post<{ answers: readonly Answer[] }>(EVENTS, {
        rows: [{ reference: no, type: kind.type, ...(id ? { idNumber: id } : {}), happenedOn: on, payload }],
      });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: [EVENTS] }),
    onError: (error) => form.showProblems(apiErrorOf(error).fields),
  });
  const answer = save.data?.answers[0];
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
        {answer && (
          <p className={answer.state === 'refused' ? 'refused' : 'kept'} role="status">
            {answer.message}
          </p>
        )}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          报送
        </Button>
      </div>
    </form>
  );
}
