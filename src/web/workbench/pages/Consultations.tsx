/** 征求意见: drafts before the public, those that end next first in sight by their state; a new one in one form. */
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { type ConsultationState, consultationStates } from '../../../kernel/consultation/index.ts';
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, DivisionName, Tag } from '../../components/marks.tsx';
import { homeDivision, may, useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';

interface Row {
  id: string;
  kindZh: string;
  title: string;
  divisionName: string;
  postedOn: PlainDate;
  endsOn: PlainDate;
  state: ConsultationState;
  stateZh: string;
  opinions: number;
  unanswered: number;
}
interface Head {
  kinds: readonly { kind: string; zh: string }[];
  form: readonly FormField[];
}

export const stateTones = { open: 'now', ended: 'warn', published: 'good', withdrawn: 'plain' } as const;
const views = [{ value: '', label: '全部' }, ...Object.entries(consultationStates).map(([value, label]) => ({ value, label }))];

export function Consultations() {
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [{ state, kind, q }, change] = useTextSearch();
  const [opening, setOpening] = useState(false);
  const list = useKeyset<Row, Head>('/api/consultations', { state, kind, q });
  const { form = [], kinds = [] } = list.head ?? {};
  return (
    <Page
      title="征求意见"
      lead="草案在网上公布到截止日，谁都可以提。截止以后逐条或者归并答复，再公布采纳情况。"
      aside={
        may(session, 'POST /api/consultations') &&
        form.length > 0 && (
          <Button type="primary" onClick={() => setOpening(true)}>
            公布草案
          </Button>
        )
      }
    >
      <div className="filters">
        <Chips label="状态" options={views} value={state ?? ''} onChange={(value) => change({ state: value })} />
        <Select
          allowClear
          value={kind}
          placeholder="全部类型"
          aria-label="类型"
          style={{ minWidth: 160 }}
          options={kinds.map(({ kind: value, zh }) => ({ value, label: zh }))}
          onChange={(value: string | undefined) => change({ kind: value })}
        />
        <Input.Search
          allowClear
          defaultValue={q}
          placeholder="草案名称"
          aria-label="按草案名称查"
          onSearch={(value) => change({ q: value.trim() })}
          style={{ maxWidth: 240 }}
        />
      </div>
      <div className="sheet">
        <KeysetTable
          caption="征求意见"
          list={list}
          rowKey={(row) => row.id}
          empty="没有这样的征求意见。"
          columns={[
            {
              key: 'title',
              title: '草案',
              kind: 'main',
              render: (row) => (
                <Link to="/consultations/$consultationId" params={{ consultationId: row.id }}>
                  {row.title}
                </Link>
              ),
            },
            { key: 'state', title: '状态', render: (row) => <Tag tone={stateTones[row.state]}>{row.stateZh}</Tag> },
            { key: 'ends', title: '截止', render: (row) => <Day on={row.endsOn} /> },
            {
              key: 'opinions',
              title: '意见',
              render: (row) => (
                <>
                  {row.opinions}条{row.unanswered > 0 && <span className="quiet">，{row.unanswered}条没有答复</span>}
                </>
              ),
            },
            { key: 'kind', title: '类型', render: (row) => row.kindZh },
            { key: 'division', title: '单位', render: (row) => <DivisionName name={row.divisionName} /> },
          ]}
        />
      </div>
      {opening && (
        <FormDrawer
          title="公布草案"
          causes="今天起在网上公布，谁都看得到；公布以后只能撤回，不能改。"
          fields={form}
          initial={{ days: 30 }}
          division={homeDivision(session)}
          button="公布"
          send={(input, requestId) => api.post<{ id: string }>('/api/consultations', { ...input, requestId })}
          onDone={async ({ id }) => {
            await queries.invalidateQueries();
            void navigate({ to: '/consultations/$consultationId', params: { consultationId: id } });
          }}
          onClose={() => setOpening(false)}
        />
      )}
    </Page>
  );
}
