/** 补贴比对: what other departments' data say of somebody who draws a subsidy; the county finds it true or not. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Money, PersonName } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import type { ComparisonRow } from '../../subsidies/views.ts';

const PATH = '/api/disability/comparisons';
const noteField: FormField = {
  name: 'note',
  type: 'text',
  label: '核实的情况',
  required: true,
  widget: 'textarea',
  min: 4,
  max: 300,
  help: '向谁核实、依据是什么',
};

const answerOf = (row: ComparisonRow, is: boolean): string =>
  row.ends ? (is ? '属实，停发' : '不属实，恢复') : is ? '属实' : '不属实';

export function Comparisons() {
  const session = useSession();
  const queries = useQueryClient();
  const list = useKeyset<ComparisonRow>(PATH);
  const [deciding, setDeciding] = useState<{ row: ComparisonRow; is: boolean } | null>(null);
  const decides = may(session, 'POST /api/disability/comparisons/:id');
  return (
    <Page
      title="补贴比对"
      lead="其他部门的数据和在领的残疾人两项补贴对不上的，相关月份已暂停发放。核实属实的停发，不属实的恢复并补发；另有同类补贴的，就高享受一项。"
    >
      <div className="sheet">
        <KeysetTable
          caption="待核实的比对结果"
          list={list}
          rowKey={(row) => row.id}
          empty="没有待核实的比对结果。"
          columns={[
            { key: 'who', title: '姓名', kind: 'main', render: (row) => <PersonName id={row.personId} name={row.personName} /> },
            { key: 'what', title: '比对到', render: (row) => row.zh },
            { key: 'from', title: '从', render: (row) => <Day on={row.from} /> },
            { key: 'division', title: '所在地', render: (row) => <DivisionName name={row.divisionName} /> },
            {
              key: 'compared',
              title: '每月金额',
              render: (row) =>
                row.compared.map(({ zh, fen }) => (
                  <div key={zh}>
                    {zh} <Money fen={fen} />
                  </div>
                )),
            },
            { key: 'effect', title: '属实的话', kind: 'wide', render: (row) => row.effects.join('；') || '没有在领的补贴' },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (row) =>
                decides && (
                  <>
                    <Button size="small" danger={row.ends} onClick={() => setDeciding({ row, is: true })}>
                      {answerOf(row, true)}
                    </Button>{' '}
                    <Button size="small" onClick={() => setDeciding({ row, is: false })}>
                      {answerOf(row, false)}
                    </Button>
                  </>
                ),
            },
          ]}
        />
      </div>
      {deciding && (
        <Decide
          {...deciding}
          division={homeDivision(session)}
          onDone={() => queries.invalidateQueries({ queryKey: [PATH] })}
          onClose={() => setDeciding(null)}
        />
      )}
    </Page>
  );
}

function Decide({
  row,
  is,
  ...rest
}: {
  row: ComparisonRow;
  is: boolean;
  division: string;
  onDone: () => Promise<void>;
  onClose: () => void;
}) {
  const [requestId] = useState(newRequestId);
  return (
    <FormDrawer
      {...rest}
      title={`${row.personName}：${row.zh}`}
      causes={
        is
          ? row.ends
            ? `${row.effects.join('；')}，生成停发通知书并告知本人；已经多发的转追缴。`
            : `${row.effects.join('；') || '没有在领的补贴'}，记入核实的结果。`
          : row.ends
            ? '暂停的月份恢复发放，随下一批补发。'
            : '不作为认定的依据。'
      }
      danger={is && row.ends}
      fields={[noteField]}
      button={answerOf(row, is)}
      send={(input) => api.post(`${PATH}/${row.id}`, { ...input, is, requestId })}
    />
  );
}
