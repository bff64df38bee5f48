/** 服务事项: every item of the city, which words the city has changed itself, and which changes wait for another person. */
import { Link } from '@tanstack/react-router';
import type { ItemListRow } from '../../../kernel/service/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Tag } from '../../components/marks.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { useTextSearch } from '../search.ts';
import { SearchBox } from './SearchBox.tsx';

export function ServiceItems() {
  const [{ text = '' }, change] = useTextSearch();
  const list = useKeyset<ItemListRow>('/api/service-items', { text: text.trim() || undefined }, 'after');
  return (
    <Page title="服务事项" lead="办事指南的文字、要带的材料和搜索用的词，在这里改：一人提出，另一人批准，马上生效。">
      <div className="filters">
        <SearchBox label="事项名称、拼音或者百姓的说法" value={text} onChange={(t) => change({ text: t })} />
      </div>
      <div className="sheet">
        <KeysetTable
          caption="服务事项"
          list={list}
          rowKey={(row) => row.itemId}
          empty="没有找到这样的事项。换个说法试试。"
          columns={[
            {
              key: 'name',
              title: '事项',
              kind: 'main',
              render: (row) => (
                <Link to="/service-items/$itemId" params={{ itemId: row.itemId }}>
                  {row.name}
                </Link>
              ),
            },
            { key: 'id', title: '编号', render: (row) => <span className="num">{row.itemId}</span> },
            { key: 'audience', title: '办给谁', kind: 'wide', render: (row) => row.audience },
            {
              key: 'words',
              title: '文字',
              render: (row) => (
                <span className="line">
                  {row.waits && <Tag tone="warn">修改等批准</Tag>}
                  {row.own ? <Tag tone="now">市里改过</Tag> : <span className="quiet">资料包原文</span>}
                </span>
              ),
            },
            { key: 'version', title: '版本', kind: 'number', render: (row) => row.version },
          ]}
        />
      </div>
    </Page>
  );
}
