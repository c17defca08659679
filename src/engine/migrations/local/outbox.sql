-- Stands in for logical decoding, which an embedded Postgres does not have: a change of a published table leaves a row
-- here, in its own transaction, so that what is rolled back was never there. Runs at every start, and at nobody else's:
-- unless this session says that it reads the outbox, the triggers write nothing into it.
create table if not exists realtime.outbox (
  id bigint generated always as identity primary key,
  schema_name text not null,
  table_name text not null,
  type text not null,
  record jsonb,
  old_record jsonb,
  at timestamptz(3) not null default clock_timestamp()
);
alter table realtime.outbox enable row level security;
-- Events are not replayed: what happened while nobody listened has not happened for Realtime.
truncate realtime.outbox;

create or replace function realtime.capture_change() returns trigger language plpgsql
  security definer set search_path = '' set timezone = 'UTC' as $$
begin
  insert into realtime.outbox (schema_name, table_name, type, record, old_record) values (
    tg_table_schema, tg_table_name, tg_op,
    case when tg_op <> 'DELETE' then to_jsonb(new) end,
    case when tg_op <> 'INSERT' then to_jsonb(old) end
  );
  -- Empty, because a notification holds 8,000 bytes; and so a transaction of many changes sends one.
  notify realtime_outbox;
  return null;
end
$$;

do $$
declare
  published record;
begin
  for published in select schemaname, tablename from pg_publication_tables where pubname = 'supabase_realtime' loop
    execute format(
      'create or replace trigger realtime_capture_change after insert or update or delete on %I.%I for each row
       when (current_setting(''chatengine.has_realtime'', true) = ''on'') execute function realtime.capture_change()',
      published.schemaname, published.tablename
    );
  end loop;
end
$$;

select set_config('chatengine.has_realtime', 'on', false);
