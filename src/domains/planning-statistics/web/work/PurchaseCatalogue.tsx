/** 指导性目录: ten classes of the first level, what is under each. */
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Money } from '../../../../web/components/marks.tsx';
import type { ItemRow } from '../../purchase/content.ts';

export const PurchaseCatalogue = ({ items }: { items: readonly ItemRow[] }) => (
  <>
    {items
      .filter((item) => item.level === 1)
      .map((first) => (
        <Section key={first.code} title={first.name} aside={<span className="quiet">{first.priceRule}</span>}>
          <DataTable
            caption={`${first.name}目录`}
            rows={items.filter((item) => item.level > 1 && item.fieldZh === first.fieldZh)}
            rowKey={(i) => i.code}
            empty="还没有二级目录。"
            columns={[
              { key: 'name', title: '服务', kind: 'main', render: (i) => (i.level === 2 ? <b>{i.name}</b> : `　${i.name}`) },
              { key: 'code', title: '编号', render: (i) => i.code },
              { key: 'unit', title: '单位', render: (i) => i.unit },
              {
                key: 'price',
                title: '标准单价',
                kind: 'number',
                render: (i) => (i.priceFen === null ? '' : <Money fen={i.priceFen} />),
              },
              { key: 'content', title: '内容和标准', kind: 'wide', render: (i) => i.content },
            ]}
          />
        </Section>
      ))}
  </>
);
