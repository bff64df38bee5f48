/** 养老机构: the register of the reader's own range, with how many are in each state. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { InstitutionRow } from '../../register/content.ts';
import { type InstitutionState, kinds } from '../../register/terms.ts';

interface Head {
  counts: readonly { state: InstitutionState; zh: string; n: number }[];
  beds: number;
}

export function Institutions() {
  const session = useSession();
  const queries = useQueryClient();
  const [{ q, state, kind }, change] = useTextSearch();
  const [entering, setEntering] = useState(false);
  const list = useKeyset<InstitutionRow, Head>('/api/institutions', { q, state, kind });
  const enters = may(session, 'POST /api/institutions');
  const form = useQuery({
    queryKey: ['/api/institutions/form'],
    queryFn: () => api.get<{ fields: readonly FormField[] }>('/api/institutions/form'),
    enabled: entering,
  });
  const { counts = [], beds = 0 } = list.head ?? {};
  const all = counts.reduce((sum, c) => sum + c.n, 0);
  return (
    <Page
      title="养老机构"
      lead="登记在册的每一处院区；床位、入住、检查都从这里来。"
      aside={enters && <Button onClick={() => setEntering(true)}>登记一家机构</Button>}
    >
      <Section title="名册">
        <div className="choices">
          <SearchBox label="按名称、地址查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
          <Select
            allowClear
            value={kind}
            placeholder="全部类别"
            aria-label="机构类别"
            style={{ minWidth: 200 }}
            options={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
            onChange={(value: string | undefined) => change({ kind: value })}
          />
        </div>
        <Chips
          label="状态"
          options={[
            { value: '', label: `全部 ${all}` },
            ...counts.map((c) => ({ value: c.state as string, label: `${c.zh} ${c.n}` })),
          ]}
          value={state ?? ''}
          onChange={(value) => change({ state: value || undefined })}
        />
        <p aria-live="polite">
          <b className="num">{all}</b>处院区，备案床位<b className="num">{beds}</b>张
        </p>
        <KeysetTable
          caption="养老机构"
          list={list}
          rowKey={(row) => row.id}
          empty="没有符合条件的养老机构。"
          columns={[
            {
              key: 'name',
              title: '机构',
              kind: 'main',
              wraps: true,
              render: (row) => (
                <Link to={'/institutions/$institutionId' as never} params={{ institutionId: row.id } as never}>
                  {row.name}
                </Link>
              ),
            },
            { key: 'kind', title: '类别', render: (row) => row.kindZh },
            { key: 'operation', title: '运营方式', deskOnly: true, render: (row) => row.operationZh },
            { key: 'place', title: '在哪里', kind: 'wide', render: (row) => <DivisionName name={row.divisionName} /> },
            { key: 'beds', title: '备案床位', kind: 'number', render: (row) => row.recordedBeds },
            { key: 'state', title: '状态', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
          ]}
        />
      </Section>
      {entering && form.data && (
        <FormDrawer
          title="登记一家机构"
          causes="登记以后就能收住老人；收住第一位老人起，要按期备案。"
          fields={form.data.fields}
          initial={{ siteNo: 1 }}
          division={homeDivision(session)}
          button="登记"
          draft={`${session.actor.id}./api/institutions`}
          send={(input, requestId) => api.post('/api/institutions', { ...input, requestId })}
          onDone={() => void queries.invalidateQueries()}
          onClose={() => setEntering(false)}
        />
      )}
    </Page>
  );
}
