-- Who may listen and speak on a private topic: a workspace's members on `workspace:<id>` and on `workspace:<id>:<anything>`.
-- Ids of workspaces hold no colon. Public topics are everybody's who has the anon key: typing and presence belong on these.
create function is_own_topic(topic text) returns boolean language sql stable as $$
  select split_part(topic, ':', 1) = 'workspace' and split_part(topic, ':', 2) = public.current_workspace_id()
$$;

create policy members_listen on realtime.messages for select to authenticated
  using (public.is_own_topic((select realtime.topic())));
create policy members_speak on realtime.messages for insert to authenticated
  with check (public.is_own_topic((select realtime.topic())));
