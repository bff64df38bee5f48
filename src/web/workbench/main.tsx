/** The officers' workbench (`/work`). */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { createRoot } from 'react-dom/client';
import 'antd/dist/reset.css';
import '../components/components.css';
import './workbench.css';
import { theme } from '../components/theme.ts';
import { apiErrorOf } from '../shared/api.ts';
import { makeRouter } from './router.tsx';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal will not become a yes by asking again; a broken line may.
      retry: (count, error) => count < 2 && apiErrorOf(error).code === 'OFFLINE',
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

createRoot(document.getElementById('root')!).render(
  <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
    <App message={{ maxCount: 2 }}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={makeRouter(queries)} />
      </QueryClientProvider>
    </App>
  </ConfigProvider>,
);
