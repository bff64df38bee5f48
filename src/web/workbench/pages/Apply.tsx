/** 代办申请: which service, or a draft to go on with. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import type { ServiceItem } from '../../../kernel/service/index.ts';
import { Page, Section } from '../../components/layout.tsx';
import { Moment } from '../../components/marks.tsx';
import { Answered, Failed, Nothing } from '../../components/states.tsx';
import { api, apiErrorOf } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';

interface Draft {
  id: string;
  itemId: string;
  title: string;
  updatedAt: string;
}

export function Apply() {
  const [{ person }] = useTextSearch();
  const services = useQuery({
    queryKey: ['/api/services'],
    queryFn: () => api.get<{ items: readonly ServiceItem[] }>('/api/services'),
  });
  return (
    <Page
      title="代办申请"
      lead={
        person
          ? '选好事项，申请人自动填好。请本人或家人在场，签名由本人签。'
          : '替不方便的人申请。请本人或家人在场，签名由本人签。'
      }
    >
      {!person && <Drafts />}
      <Section title="选择事项">
        <Answered query={services}>
          {({ items }) => <Items open={items.filter((item) => item.template !== 'guide')} person={person} />}
        </Answered>
      </Section>
    </Page>
  );
}

function Items({ open, person }: { open: readonly ServiceItem[]; person: string | undefined }) {
  if (open.length === 0) return <Nothing>还没有可以在线办理的事项。</Nothing>;
  return (
    <ul className="plain-list">
      {open.map((item) => (
        <li key={item.itemId}>
          <p>
            <Link to="/apply/$itemId" params={{ itemId: item.itemId }} search={person ? { person } : {}}>
              <b>{item.name}</b>
            </Link>
          </p>
          <p className="quiet line">
            <span>{item.audience}</span>
            <span>{item.timeLimit}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}

function Drafts() {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const drafts = useQuery({ queryKey: ['/api/drafts'], queryFn: () => api.get<{ rows: readonly Draft[] }>('/api/drafts') });
  const drop = useMutation({
    mutationFn: (id: string) => api.delete(`/api/drafts/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/api/drafts'] }),
    onError: (error) => message.error(apiErrorOf(error).message),
  });
  if (drafts.error) return <Failed error={drafts.error} retry={() => void drafts.refetch()} />;
  if (!drafts.data?.rows.length) return null;
  return (
    <Section title="没填完的">
      <ul className="plain-list">
        {drafts.data.rows.map((draft) => (
          <li key={draft.id}>
            <p>
              <Link to="/apply/$itemId" params={{ itemId: draft.itemId }} search={{ draft: draft.id }}>
                <b>{draft.title || '未命名'}</b>
              </Link>
            </p>
            <p className="quiet">
              保存于 <Moment at={draft.updatedAt} />
              <Button type="link" size="small" danger disabled={drop.isPending} onClick={() => drop.mutate(draft.id)}>
                删除草稿
              </Button>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
