package dev.cloister.gateway.apps.command;

/** What {@code ./cloister app help} prints. */
final class AppHelp {

    static final String TEXT = """
            ./cloister app new NAME                 write the beginnings of an app into a folder of that name
            ./cloister app check FOLDER | FILE.mcpb try it in a sandbox, call each tool, look through its words
            ./cloister app pack FOLDER              make an MCPB archive of it
            ./cloister app add FOLDER | FILE.mcpb   register a version; it runs after approve
                                                    both take the MCP registry's server.json as well
            ./cloister app list                     apps, their versions and what runs
            ./cloister app approve NAME             let it run; of several versions the one of --version, be it an older one
            ./cloister app disable NAME             have no version of it run
            ./cloister app export NAME              write the archive of the version that runs, or --version
            ./cloister app remove NAME --version V  delete a version that does not run

              --home DIR           the instance, ~/.cloister unless said otherwise
              --into PATH          where to write, for new, pack and export
              --version V          a version as its manifest names it
              --network            for check: let it reach what its manifest names; values of its secrets are taken from
                                   variables of their names
            """;

    private AppHelp() {}
}
