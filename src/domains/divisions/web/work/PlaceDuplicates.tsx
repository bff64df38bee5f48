/** 重名、同音: what is written or sounds alike within a county; what was so of old waits for somebody to say what becomes of it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { AlikeGroup, Duplicates } from './nameContent.ts';
import { PlaceLink } from './nameParts.tsx';

function Groups({
  caption,
  rows,
  empty,
  handled,
}: {
  caption: string;
  rows: readonly AlikeGroup[];
  empty: string;
  handled: boolean;
}) {
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={(row) => row.key}
      empty={empty}
      columns={[
        {
          key: 'names',
          title: '名称',
          kind: 'main',
          render: (row) => (
            <>
              {row.names.map(({ id, name }, i) => (
                <span key={id}>
                  {i > 0 && '、'}
                  <PlaceLink id={id}>{name}</PlaceLink>
                </span>
              ))}
            </>
          ),
        },
        { key: 'county', title: '县（市、区）', render: (row) => row.countyName },
        { key: 'kind', title: '类别', kind: 'wide', render: (row) => row.categoryZh },
        {
          key: 'where',
          title: '分别在',
          kind: 'wide',
          wraps: true,
          render: (row) => row.names.map(({ where }) => where).join('；'),
        },
        ...(handled
          ? [
              {
                key: 'plan',
                title: '怎样处理',
                kind: 'wide' as const,
                wraps: true as const,
                render: (row: AlikeGroup) =>
                  row.open ? (
                    <Tag tone="warn">历史遗留，还没有写明</Tag>
                  ) : (
                    row.names
                      .map(({ legacyPlan }) => legacyPlan)
                      .filter(Boolean)
                      .join('；')
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

export function PlaceDuplicates() {
  const query = useQuery({
    queryKey: ['/api/place-names/duplicates'],
    queryFn: () => api.get<Duplicates>('/api/place-names/duplicates'),
  });
  if (query.isPending) return <Loading />;
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const { equal, homophones } = query.data;
  return (
    <Page
      title="重名、同音"
      lead="同一个县（市、区）里同类的地名不得重名、避免同音。从前就有的是历史遗留，打开其中一个，写明怎样处理。"
    >
      <p>
        <Link to={'/place-names' as never}>← 地名</Link>
      </p>
      <Section title={`重名 ${equal.length}组`}>
        <Groups caption="重名" rows={equal} empty="没有重名。" handled />
      </Section>
      <Section title={`同音 ${homophones.length}组`}>
        <Groups caption="同音" rows={homophones} empty="没有同音。" handled={false} />
      </Section>
    </Page>
  );
}
