-- What Realtime tells of: the tables of the publication that every Supabase project has.
do $$
declare
  published text;
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
  foreach published in array array['messages', 'conversations'] loop
    if not exists (
      select from pg_publication_tables
      where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = published
    ) then
      execute format('alter publication supabase_realtime add table public.%I', published);
    end if;
  end loop;
exception when feature_not_supported or insufficient_privilege then
  raise warning 'unable to publish messages and conversations; this server does not let us: %', sqlerrm;
end
$$;
