/** 残疾人证: whose certificate runs out, whom nobody has seen this year. The village goes, looks, and says what it found. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { type CertificateList, type CertificateRow, type ConfirmationRow, certificateLists } from '../../certificate/terms.ts';

const empty: Readonly<Record<CertificateList, string>> = {
  expiring: '90天内没有到期的残疾人证。',
  expired: '没有过期的残疾人证。',
  frozen: '没有冻结、注销的残疾人证。',
  all: '本辖区还没有残疾人证登记。残联经办人可以在“导入导出”里导入名单。',
};

const left = (row: CertificateRow) =>
  row.daysLeft < 0 ? (
    <Tag tone="bad">过期{-row.daysLeft}天</Tag>
  ) : row.daysLeft <= 90 ? (
    <Tag tone="warn">还有{row.daysLeft}天</Tag>
  ) : (
    <span className="num">还有{row.daysLeft}天</span>
  );

export function Certificates() {
  const session = useSession();
  const [which, setWhich] = useState<CertificateList>('expiring');
  const list = useKeyset<CertificateRow>('/api/disability/certificates', { list: which });
  const officer = may(
    session,
    'village-worker',
    'township-clerk',
    'township-leader',
    'county-clerk',
    'county-leader',
    'city-clerk',
  );
  return (
    <Page title="残疾人证" lead="快到期的提醒本人早点换证：过期以后补贴暂停，三个月内换证的自动恢复并补发。">
      {officer && <Confirmations />}
      <Section title="残疾人证到期名单">
        <Chips
          label="看哪些"
          options={Object.entries(certificateLists).map(([value, label]) => ({ value, label }))}
          value={which}
          onChange={(value) => setWhich(value as CertificateList)}
        />
        <KeysetTable
          caption="残疾人证到期名单"
          list={list}
          rowKey={(row) => row.personId}
          empty={empty[which]}
          columns={[
            {
              key: 'name',
              title: '姓名',
              kind: 'main',
              render: (row) => (officer ? <PersonName id={row.personId} name={row.name} /> : <b>{row.name}</b>),
            },
            { key: 'village', title: '住址', render: (row) => <DivisionName name={row.villageName} /> },
            { key: 'what', title: '残疾人证', render: (row) => `${row.zh}，${row.stateZh}` },
            { key: 'to', title: '有效期至', render: (row) => <Day on={row.validTo} /> },
            { key: 'left', title: '还剩', render: left },
            { key: 'draws', title: '在领补贴', render: (row) => (row.draws ? '是' : '否') },
          ]}
        />
      </Section>
    </Page>
  );
}

const PATH = '/api/disability/confirmations';

function Confirmations() {
  const session = useSession();
  const queries = useQueryClient();
  const list = useKeyset<ConfirmationRow>(PATH);
  const form = useQuery({
    queryKey: [PATH, 'form'],
    queryFn: () => api.get<{ fields: readonly FormField[] }>(`${PATH}/form`),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [row, setRow] = useState<ConfirmationRow | null>(null);
  const visits = may(session, 'village-worker', 'township-clerk');
  return (
    <Section title="年度确认：还没有见到的人">
      <p className="quiet">
        近一年有用卡、就诊记录的由数据确认，不用上门；下面的人没有记录，请上门看一看。两次拒绝的，补贴从下月起暂停。
      </p>
      <KeysetTable
        caption="年度确认待入户"
        list={list}
        rowKey={(r) => r.id}
        tone={(r) => (r.dueOn < session.today ? 'row-bad' : undefined)}
        empty="现在没有要上门确认的人。"
        columns={[
          { key: 'name', title: '姓名', kind: 'main', render: (r) => <PersonName id={r.personId} name={r.name} /> },
          { key: 'village', title: '住址', render: (r) => <DivisionName name={r.villageName} /> },
          { key: 'due', title: '最迟', render: (r) => <Day on={r.dueOn} /> },
          { key: 'seen', title: '上次见到', render: (r) => (r.lastSeenOn ? <Day on={r.lastSeenOn} /> : '没有记录') },
          {
            key: 'state',
            title: '情况',
            render: (r) =>
              r.suspended ? (
                <Tag tone="bad">两次拒绝，已暂停</Tag>
              ) : r.refusals > 0 ? (
                <Tag tone="warn">拒绝{r.refusals}次</Tag>
              ) : r.missed > 0 ? (
                <Tag tone="warn">{r.missed}次没有见到</Tag>
              ) : (
                '待上门'
              ),
          },
          {
            key: 'do',
            title: '办理',
            render: (r) =>
              visits && (
                <Button size="small" onClick={() => setRow(r)}>
                  登记
                </Button>
              ),
          },
        ]}
      />
      {row && form.data && (
        <FormDrawer
          title={`${row.name}：年度确认`}
          causes="见到本人的，确认完成；第二次拒绝的，补贴从下月起暂停；没有见到的，县里会收到提示。"
          fields={form.data.fields}
          division={homeDivision(session)}
          button="保存"
          send={(input) => api.post(`${PATH}/${row.id}`, { ...input, requestId: newRequestId() })}
          onDone={() => queries.invalidateQueries({ queryKey: [PATH] })}
          onClose={() => setRow(null)}
        />
      )}
    </Section>
  );
}
