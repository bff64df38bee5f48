/** 存折代管: who keeps whose passbook, why, until when, by which paper; what runs out stands first. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { type Column, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { FindPerson } from '../../../../web/workbench/pages/FindPerson.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { AgreementState, PassbookRow } from '../../passbook/terms.ts';

const LIST = '/api/passbooks';
const filters = [
  { value: '', label: '代管中' },
  { value: 'yes', label: '已结束' },
];
const tones: Record<AgreementState, 'good' | 'warn' | 'bad' | 'plain'> = {
  valid: 'good',
  'runs-out': 'warn',
  expired: 'bad',
  ended: 'plain',
};

export function Passbooks() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const list = useKeyset<PassbookRow>(LIST, { ended: search.ended || 'no' });
  const forms = useQuery({
    queryKey: [LIST, 'forms'],
    queryFn: () => api.get<{ forms: Record<'agreement' | 'end', readonly FormField[]> }>(LIST),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [finding, setFinding] = useState(false);
  const [recording, setRecording] = useState<{ id: string; name: string } | null>(null);
  const [ending, setEnding] = useState<PassbookRow | null>(null);
  const keeps = may(session, 'POST /api/persons/:id/passbook');
  const refresh = () => queries.invalidateQueries({ queryKey: [LIST] });
  const columns: Column<PassbookRow>[] = [
    {
      key: 'person',
      title: '谁的存折',
      kind: 'main',
      render: (row) => (
        <>
          <PersonName id={row.personId} name={row.personName ?? '—'} /> <DivisionName name={row.divisionName} />
        </>
      ),
    },
    { key: 'keeper', title: '谁代管', render: (row) => `${row.keeperName}（${row.keeperZh}）` },
    { key: 'reason', title: '为什么', kind: 'wide', render: (row) => row.reason },
    {
      key: 'until',
      title: '期限',
      render: (row) => (
        <>
          <Day on={row.validFrom} /> 至 <Day on={row.validTo} />
        </>
      ),
    },
    {
      key: 'state',
      title: '状态',
      render: (row) => (
        <>
          <Tag tone={tones[row.state]}>{row.stateZh}</Tag>
          {row.endedOn && (
            <>
              <Day on={row.endedOn} /> {row.endZh}
            </>
          )}
        </>
      ),
    },
    {
      key: 'paper',
      title: '协议',
      render: (row) => (
        <span>
          <a href={`/api/files/${row.paperFile}`} target="_blank" rel="noreferrer">
            书面协议
          </a>
          ，见证人{row.witness}
        </span>
      ),
    },
    {
      key: 'do',
      title: '办理',
      kind: 'actions',
      render: (row) =>
        keeps &&
        row.endedOn === null && (
          <Button size="small" onClick={() => setEnding(row)}>
            登记结束
          </Button>
        ),
    },
  ];
  return (
    <Page
      title="存折代管"
      lead="存折、银行卡由别人代管的，要有本人、代管人、见证人签字的书面协议，登记后即报县级备案，本人会收到消息；到期前提醒上门问本人。"
      aside={
        keeps && (
          <Button type="primary" onClick={() => setFinding(true)}>
            登记代管协议
          </Button>
        )
      }
    >
      <div className="filters">
        <Chips label="状态" options={filters} value={search.ended ?? ''} onChange={(ended) => change({ ended })} />
      </div>
      <div className="sheet">
        <KeysetTable
          caption="存折代管协议"
          list={list}
          rowKey={(row) => row.id}
          empty={search.ended ? '还没有结束的代管协议。' : '没有代管中的存折。'}
          columns={columns}
        />
      </div>
      {finding && (
        <Drawer
          open
          title="谁的存折要代管"
          size={Math.min(560, window.innerWidth)}
          rootClassName="action-drawer"
          onClose={() => setFinding(false)}
          closable={{ 'aria-label': '关闭' }}
        >
          <FindPerson
            onPick={async (person) => {
              setFinding(false);
              setRecording({ id: person.id, name: person.name });
            }}
          />
        </Drawer>
      )}
      {recording && forms.data && (
        <FormDrawer
          title={`登记${recording.name}的存折代管协议`}
          causes="登记后即报县级备案，并告诉本人；没有协议的代管会在监督查询里列出。"
          fields={forms.data.forms.agreement}
          initial={{ validFrom: session.today }}
          division={homeDivision(session)}
          button="登记备案"
          send={(input, requestId) => api.post(`/api/persons/${recording.id}/passbook`, { requestId, input })}
          onDone={refresh}
          onClose={() => setRecording(null)}
        />
      )}
      {ending && forms.data && (
        <FormDrawer
          title={`${ending.personName ?? ''}的代管协议结束`}
          causes="存折交还本人的，写交还的那天；另签协议的，结束以后再登记新的。"
          fields={forms.data.forms.end}
          initial={{ on: session.today }}
          division={ending.division}
          button="登记结束"
          send={(input, requestId) => api.post(`${LIST}/${ending.id}/end`, { requestId, input })}
          onDone={refresh}
          onClose={() => setEnding(null)}
        />
      )}
    </Page>
  );
}
