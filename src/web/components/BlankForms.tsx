/** 空白表格 of a service item: to print for whoever signs on paper. Nothing where the item has none. */
import { useQuery } from '@tanstack/react-query';
import type { BlankFormLink } from '../../kernel/document/index.ts';
import { api } from '../shared/api.ts';

export function BlankForms({ itemId }: { itemId: string }) {
  const forms = useQuery({
    queryKey: ['/api/forms', itemId],
    queryFn: () => api.get<{ rows: readonly BlankFormLink[] }>(`/api/forms?itemId=${encodeURIComponent(itemId)}`),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!forms.data?.rows.length) return null;
  return (
    <p className="quiet line">
      <span>没有手机的，打印出来手写签名：</span>
      {forms.data.rows.map((form) => (
        <a key={form.key} href={`/api/forms/${form.key}`} target="_blank" rel="noopener noreferrer">
          {form.title}（空白）
        </a>
      ))}
    </p>
  );
}
