#!/usr/bin/env bash
cat <<'TEXT'
Cloister: agentic LLM apps on your own machine, in which nothing leaks.

  ./cloister up [--port 8080] [--home DIR]    set up what is missing, start, print the address;
                [--tier strict]               apps under gVisor, not under bubblewrap
                [--memory 640m]               the gateway's heap; more for large federated snapshots
  ./cloister test                             run every test: Java, browser, outside clients
  ./cloister doctor [--tier strict]           a line per layer: ok, or how to mend it
  ./cloister account NAME [--role developer]  make an account (or compliance, admin), print its password
  ./cloister token NAME [--home DIR]          print a new API token for that user
  ./cloister model list | add | use | remove  which model is served; ./cloister model help says more
  ./cloister app new | check | add | approve  write and register apps; ./cloister app help says more
  ./cloister federation init | invite | join  search across organisations; ./cloister federation help says more
  ./cloister ledger verify [--home DIR]       check the audit log against its chain, signatures and checkpoints
  ./cloister redteam [--quick]                attack it with injections, poisoned tools and lying apps; write a report
  ./cloister bench [NAME] [--quick]                     run a benchmark, or list what there is

DIR is ~/.cloister unless said otherwise; all state lies there.
TEXT
