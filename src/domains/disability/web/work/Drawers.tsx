/** 在领补贴的人: whom one bar of the pyramid counts. */
import { Link } from '@tanstack/react-router';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { DivisionName, PersonName } from '../../../../web/components/marks.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { levels } from '../../certificate/index.ts';
import { ageBands, type DrawerRow, sexes } from '../../certificate/terms.ts';

const named = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, label]) => ({ value, label }));

export function Drawers() {
  const [{ level = '1', band = '0', sex = 'female' }, change] = useTextSearch();
  const list = useKeyset<DrawerRow>('/api/disability/drawers', { level, band, sex });
  return (
    <Page
      title="在领补贴的人"
      lead={
        <>
          按现在的残疾人证和年龄数；看过的会留下记录。<Link to={'/disability/indicators' as never}>回到残疾人福利指标</Link>
        </>
      }
    >
      <Section title="名单">
        <Chips label="等级" options={named(levels)} value={level} onChange={(value) => change({ level: value })} />
        <Chips
          label="年龄"
          options={ageBands.map(({ from, zh }) => ({ value: String(from), label: zh }))}
          value={band}
          onChange={(value) => change({ band: value })}
        />
        <Chips label="性别" options={named(sexes)} value={sex} onChange={(value) => change({ sex: value })} />
        <KeysetTable
          caption="在领补贴的人"
          list={list}
          rowKey={(row) => row.personId}
          empty="没有这样的人在领补贴。"
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (row) => <PersonName id={row.personId} name={row.name} /> },
            { key: 'village', title: '户籍', render: (row) => <DivisionName name={row.villageName} /> },
            { key: 'who', title: '性别、年龄', render: (row) => row.says },
            { key: 'what', title: '残疾人证', render: (row) => row.zh },
          ]}
        />
      </Section>
    </Page>
  );
}
