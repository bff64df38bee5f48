/** 购买服务: contracts first, then what they come from: needs with their budgets, notices with who signed up, the catalogue. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { yuanDigits } from '../../../../web/shared/format.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { PurchaseOverview } from '../../purchase/content.ts';
import { PurchaseCalendar } from './PurchaseCalendar.tsx';
import { PurchaseCatalogue } from './PurchaseCatalogue.tsx';
import { PurchaseContracts } from './PurchaseContracts.tsx';
import { PurchaseNotices } from './PurchaseNotices.tsx';
import { PurchaseProgrammes } from './PurchaseProgrammes.tsx';

const LIST = '/api/purchases';
const views = { contracts: '合同', calendar: '日历', programmes: '项目和预算', notices: '采购公告', catalogue: '目录' } as const;
type View = keyof typeof views;
type Form = 'item' | 'programme' | 'notice' | 'provider' | 'procurement' | 'contract';

/** In the order in which the work goes; each beside the list that it adds to. */
const registrations: readonly { form: Form; view: View; zh: string; causes: string; to: string }[] = [
  {
    form: 'programme',
    view: 'programmes',
    zh: '立项和预算',
    causes: '招聘用工、货物、工程、融资和政府直接履职的事项不能立项；合同不能超过预算。',
    to: 'programmes',
  },
  {
    form: 'notice',
    view: 'notices',
    zh: '发布公告',
    causes: '发在门户上，任何单位都可以报名；截止以后才能登记成交。',
    to: 'notices',
  },
  {
    form: 'provider',
    view: 'notices',
    zh: '登记机构',
    causes: '承接机构用自己的账号填报服务、申请付款，只看得见自己的。',
    to: 'providers',
  },
  { form: 'procurement', view: 'notices', zh: '登记成交', causes: '采购记录登记后不能修改。', to: 'procurements' },
  {
    form: 'contract',
    view: 'contracts',
    zh: '登记合同',
    causes: '一般不超过1年；金额不能超过成交金额和项目预算。从资金专户付款的写明节点，最后一笔在最终验收以后付。',
    to: 'contracts',
  },
  {
    form: 'item',
    view: 'catalogue',
    zh: '加入目录',
    causes: '目录全市公开；合同从目录里选服务，单价不能偏离标准单价太多。',
    to: 'items',
  },
];

/** Names to choose from in place of ids to type; what there is nothing to choose for, is not asked. */
const withChoices = (fields: readonly FormField[], view: PurchaseOverview, form: Form): FormField[] => {
  const choices: Record<string, { value: string; label: string }[]> = {
    programmeId: view.programmes.map((p) => ({ value: p.id, label: `${p.year}年${p.name}` })),
    noticeId: view.notices.filter((n) => !n.open).map((n) => ({ value: n.id, label: n.title })),
    providerId: view.providers.map((p) => ({ value: p.id, label: p.name })),
    procurementId: view.procurements.map((p) => ({
      value: p.id,
      label: `${p.documentNo}，${p.provider}，还可签${yuanDigits(p.left)}元`,
    })),
    itemCode: view.items
      .filter((i) => i.level > 1)
      .map((i) => ({ value: i.code, label: `${i.fieldZh}：${i.name}（${i.unit}）` })),
    parent: view.items.filter((i) => i.level < 3).map((i) => ({ value: i.code, label: `${i.code} ${i.name}` })),
  };
  return fields.flatMap((field): FormField[] => {
    const own = choices[field.name];
    if (!own || (field.name === 'parent' && form !== 'item')) return [field];
    return own.length === 0 && !field.required ? [] : [{ ...field, type: 'choice', choices: own }];
  });
};

export function Purchases() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const [registering, setRegistering] = useState<(typeof registrations)[number] | null>(null);
  const chosen: View = search.view !== undefined && search.view in views ? (search.view as View) : 'contracts';
  const view = useQuery({ queryKey: [LIST], queryFn: () => api.get<PurchaseOverview>(LIST) });
  const forms = useQuery({
    queryKey: ['purchase-forms'],
    queryFn: () => api.get<Record<Form, readonly FormField[]>>(`${LIST}/forms`),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (view.isPending || forms.isPending) return <Loading />;
  if (!view.data || !forms.data) return <Failed error={view.error ?? forms.error} retry={() => void view.refetch()} />;
  const allowed = registrations.filter((r) => r.view === chosen && may(session, `POST ${LIST}/${r.to}` as never));
  return (
    <Page
      title="购买服务"
      lead="目录、立项和预算、公告、采购、合同、验收、评价、付款，一步一步有据可查。"
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
      <Chips
        label="看什么"
        options={Object.entries(views).map(([value, label]) => ({ value, label }))}
        value={chosen}
        onChange={(value) => change({ view: value, q: undefined, state: undefined, field: undefined })}
      />
      {chosen === 'contracts' && <PurchaseContracts />}
      {chosen === 'calendar' && <PurchaseCalendar />}
      {chosen === 'programmes' && <PurchaseProgrammes rows={view.data.programmes} />}
      {chosen === 'notices' && <PurchaseNotices rows={view.data.notices} />}
      {chosen === 'catalogue' && <PurchaseCatalogue items={view.data.items} />}
      {registering && (
        <FormDrawer
          title={registering.zh}
          causes={registering.causes}
          fields={withChoices(forms.data[registering.form], view.data, registering.form)}
          initial={registering.form === 'programme' ? { year: Number(session.today.slice(0, 4)) } : {}}
          division={homeDivision(session)}
          button="登记"
          send={(input, requestId) => api.post(`${LIST}/${registering.to}`, { input, requestId })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setRegistering(null)}
        />
      )}
    </Page>
  );
}
