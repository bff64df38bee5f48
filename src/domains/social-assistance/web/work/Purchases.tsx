/** 政府购买社会救助服务: programmes with their money, the catalogue, contracts. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { Fen, FormField } from '../../../../kernel/schema/index.ts';
import { type Column, DataTable, KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import { yuanDigits } from '../../../../web/shared/format.ts';
import type { ContractRow, ProgrammeRow } from '../../purchase/terms.ts';

const LIST = '/api/purchases';
type Form = 'item' | 'programme' | 'provider' | 'procurement' | 'contract';
interface Overview {
  programmes: ProgrammeRow[];
  items: { code: string; kindZh: string; name: string; unit: string; content: string }[];
  providers: { id: string; name: string }[];
  procurements: { id: string; documentNo: string; programme: string; provider: string; left: Fen }[];
}

/** In the order in which the work goes. */
const registrations: readonly { form: Form; zh: string; causes: string; to: string }[] = [
  { form: 'programme', zh: '立项和预算', causes: '预算进入台账账户，合同和付款都不能超过它。', to: 'programmes' },
  { form: 'item', zh: '加入目录', causes: '目录全市公开；合同从目录里选服务。', to: 'items' },
  { form: 'provider', zh: '登记机构', causes: '承接机构用自己的账号填报服务，只看得见派给它的。', to: 'providers' },
  { form: 'procurement', zh: '登记采购', causes: '采购记录登记后不能修改。', to: 'procurements' },
  { form: 'contract', zh: '登记合同', causes: '合同金额不能超过成交金额和项目预算。', to: 'contracts' },
];

/** Names to choose from in place of ids to type. */
const withChoices = (fields: readonly FormField[], view: Overview): FormField[] => {
  const choices: Record<string, { value: string; label: string }[]> = {
    programmeId: view.programmes.map((p) => ({ value: p.id, label: `${p.year}年${p.name}` })),
    providerId: view.providers.map((p) => ({ value: p.id, label: p.name })),
    procurementId: view.procurements.map((p) => ({
      value: p.id,
      label: `${p.documentNo}，${p.provider}，还可签${yuanDigits(p.left)}元`,
    })),
    itemCode: view.items.map((i) => ({ value: i.code, label: `${i.kindZh}：${i.name}（${i.unit}）` })),
  };
  return fields.map((field) => (choices[field.name] ? { ...field, type: 'choice', choices: choices[field.name]! } : field));
};

export function Purchases() {
  const session = useSession();
  const queries = useQueryClient();
  const [registering, setRegistering] = useState<(typeof registrations)[number] | null>(null);
  const view = useQuery({ queryKey: [LIST], queryFn: () => api.get<Overview>(LIST) });
  const forms = useQuery({
    queryKey: [LIST, 'forms'],
    queryFn: () => api.get<Record<Form, readonly FormField[]>>(`${LIST}/forms`),
  });
  const contracts = useKeyset<ContractRow>(`${LIST}/contracts`);
  if (view.isPending || forms.isPending) return <Loading />;
  if (!view.data || !forms.data) return <Failed error={view.error ?? forms.error} retry={() => void view.refetch()} />;
  const allowed = registrations.filter((r) => may(session, `POST ${LIST}/${r.to}`));
  return (
    <Page
      title="购买服务"
      lead="目录、预算、采购、合同、派服务、凭证、验收、回访、结算，一步一步有据可查。"
      aside={
        <span className="line">
          {allowed.map((r) => (
            <Button key={r.form} onClick={() => setRegistering(r)}>
              {r.zh}
            </Button>
          ))}
        </span>
      }
    >
      <Section title="合同">
        <KeysetTable
          caption="购买服务合同"
          list={contracts}
          rowKey={(c) => c.id}
          empty="还没有合同。"
          columns={contractColumns}
        />
      </Section>
      <Section title="项目和预算">
        <DataTable
          caption="购买服务项目"
          rows={view.data.programmes}
          rowKey={(p) => p.id}
          empty="还没有立项。"
          columns={programmeColumns}
        />
      </Section>
      <Section title="服务目录">
        <DataTable
          caption="购买服务目录"
          rows={view.data.items}
          rowKey={(i) => i.code}
          empty="目录还是空的。"
          columns={[
            { key: 'kind', title: '类别', render: (i) => i.kindZh },
            { key: 'name', title: '服务', kind: 'main', render: (i) => <b>{i.name}</b> },
            { key: 'unit', title: '单位', render: (i) => i.unit },
            { key: 'content', title: '内容和标准', kind: 'wide', render: (i) => i.content },
          ]}
        />
      </Section>
      {registering && (
        <FormDrawer
          title={registering.zh}
          causes={registering.causes}
          fields={withChoices(forms.data[registering.form], view.data)}
          initial={registering.form === 'programme' ? { year: Number(session.today.slice(0, 4)) } : {}}
          division={homeDivision(session)}
          button="登记"
          send={(input) => api.post(`${LIST}/${registering.to}`, { input, requestId: newRequestId() })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setRegistering(null)}
        />
      )}
    </Page>
  );
}

const contractColumns: Column<ContractRow>[] = [
  {
    key: 'no',
    title: '合同',
    kind: 'main',
    render: (c) => (
      <Link to="/purchases/$contractId" params={{ contractId: c.id }}>
        {c.no}
      </Link>
    ),
  },
  { key: 'provider', title: '承接机构', render: (c) => c.providerName },
  { key: 'item', title: '服务', render: (c) => `${c.kindZh}：${c.itemName}` },
  { key: 'price', title: '单价', kind: 'number', render: (c) => <Money fen={c.unitPriceFen} per={`／${c.unit}`} /> },
  { key: 'assigned', title: '已派', kind: 'number', render: (c) => `${c.assignedCount}／${c.quantity}` },
  { key: 'settled', title: '已结算', kind: 'number', render: (c) => `${c.settledCount}／${c.quantity}` },
  { key: 'to', title: '到期', render: (c) => <Day on={c.toOn} /> },
];

const programmeColumns: Column<ProgrammeRow>[] = [
  {
    key: 'name',
    title: '项目',
    kind: 'main',
    render: (p) => (
      <>
        <b>
          {p.year}年{p.name}
        </b>{' '}
        <span className="quiet">{p.components.join('、')}</span>
      </>
    ),
  },
  { key: 'county', title: '地区', render: (p) => p.countyName },
  { key: 'fund', title: '资金渠道', render: (p) => p.fundZh },
  { key: 'document', title: '文号', render: (p) => p.documentNo },
  { key: 'budget', title: '预算', kind: 'number', render: (p) => <Money fen={p.budgetFen} /> },
  { key: 'committed', title: '已签合同', kind: 'number', render: (p) => <Money fen={p.committedFen} /> },
  { key: 'paid', title: '已付', kind: 'number', render: (p) => <Money fen={p.paidFen} /> },
];
