/** 残疾人证: whose certificate runs out, whom nobody has seen this year. The village goes, looks, and says what it found. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { type CertificateList, type CertificateRow, certificateLists, EXPIRING_DAYS } from '../../certificate/terms.ts';
import { Confirmations } from './Confirmations.tsx';

const empty: Readonly<Record<CertificateList, string>> = {
  expiring: '90天内没有到期的残疾人证。',
  expired: '没有过期的残疾人证。',
  frozen: '没有冻结、注销的残疾人证。',
  all: '本辖区还没有残疾人证登记。残联经办人可以在“导入导出”里导入名单。',
};

export const left = (row: CertificateRow) =>
  row.daysLeft < 0 ? (
    <Tag tone="bad">过期{-row.daysLeft}天</Tag>
  ) : row.daysLeft <= EXPIRING_DAYS ? (
    <Tag tone="warn">还有{row.daysLeft}天</Tag>
  ) : (
    <span className="num">还有{row.daysLeft}天</span>
  );

export function Certificates() {
  const session = useSession();
  const [which, setWhich] = useState<CertificateList>('expiring');
  const list = useKeyset<CertificateRow>('/api/disability/certificates', { list: which });
  const officer = may(session, 'GET /api/disability/confirmations');
  return (
    <Page title="残疾人证" lead="快到期的提醒本人早点换证：过期以后补贴暂停，三个月内换证的自动恢复并补发。">
      {officer && <Confirmations />}
      <Section title="残疾人证到期名单">
        <p className="choices">
          {may(session, 'IMPORT disability-certificates') && (
            <Link to="/sheets" search={{ kind: 'disability-certificates' }}>
              导入残联名单
            </Link>
          )}
          {may(session, 'EXPORT disability-certificates') && (
            <Link to="/sheets" search={{ export: 'disability-certificates' }}>
              申请导出名单
            </Link>
          )}
        </p>
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
