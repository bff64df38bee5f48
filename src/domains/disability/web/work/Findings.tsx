/** 稽核疑点: what the daily checks found, by kind; an officer looks and says whether it is so. */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { type FindingRow, findingKinds } from '../../checks/terms.ts';

const PATH = '/api/disability/findings';
const note: FormField = {
  name: 'note',
  type: 'text',
  label: '核实的情况',
  required: true,
  widget: 'textarea',
  min: 4,
  max: 300,
  help: '查了什么、向谁核实、怎样处理',
};

export function Findings() {
  const session = useSession();
  const queries = useQueryClient();
  const [kind, setKind] = useState('');
  const list = useKeyset<FindingRow>(PATH, { kind: kind || undefined });
  const [closing, setClosing] = useState<{ row: FindingRow; is: boolean } | null>(null);
  const decides = may(session, 'POST /api/disability/findings/:id');
  return (
    <Page title="稽核疑点" lead="系统每天比对残疾人证、补贴、辅具和康复服务记录。疑点只是提示，由人核实；系统不会自己停发。">
      <div className="sheet">
        <Select
          aria-label="哪一类"
          value={kind}
          onChange={setKind}
          style={{ minWidth: 220 }}
          options={[
            { value: '', label: '全部' },
            ...Object.entries(findingKinds).map(([value, { zh }]) => ({ value, label: zh })),
          ]}
        />
        <KeysetTable
          caption="待核实的疑点"
          list={list}
          rowKey={(row) => row.id}
          empty="没有待核实的疑点。"
          columns={[
            { key: 'zh', title: '疑点', kind: 'main', render: (row) => <Tag tone="warn">{row.zh}</Tag> },
            {
              key: 'who',
              title: '对象',
              render: (row) => (row.personName ? <PersonName id={row.personId} name={row.personName} /> : '—'),
            },
            {
              key: 'detail',
              title: '情况',
              kind: 'wide',
              render: (row) => (
                <>
                  {row.detail}
                  <span className="quiet">　{row.what}</span>
                </>
              ),
            },
            { key: 'place', title: '所在地', render: (row) => <DivisionName name={row.divisionName} /> },
            { key: 'on', title: '发现', render: (row) => <Day on={row.foundOn} /> },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (row) =>
                decides && (
                  <span className="choices">
                    <Button size="small" onClick={() => setClosing({ row, is: true })}>
                      属实
                    </Button>
                    <Button size="small" onClick={() => setClosing({ row, is: false })}>
                      不属实
                    </Button>
                  </span>
                ),
            },
          ]}
        />
      </div>
      {closing && (
        <FormDrawer
          title={`${closing.row.zh}：${closing.is ? '属实' : '不属实'}`}
          causes={closing.is ? '记录核实情况；需要停发、追回、整改的，请到相应页面办理。' : '这条疑点不再提示。'}
          fields={[note]}
          division={homeDivision(session)}
          button="保存"
          send={(input, requestId) => api.post(`${PATH}/${closing.row.id}`, { ...input, is: closing.is, requestId })}
          onDone={() => queries.invalidateQueries({ queryKey: [PATH] })}
          onClose={() => setClosing(null)}
        />
      )}
    </Page>
  );
}
