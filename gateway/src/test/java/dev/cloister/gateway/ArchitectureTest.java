package dev.cloister.gateway;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The arrows between modules point down: gateway, then the libraries, then inference. */
@AnalyzeClasses(packages = "dev.cloister", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule inferenceKnowsNobody = noClasses()
            .that()
            .resideInAPackage("dev.cloister.inference..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.cloister.sandbox..",
                    "dev.cloister.retrieval..",
                    "dev.cloister.watermark..",
                    "dev.cloister.privacy..",
                    "dev.cloister.unlearning..",
                    "dev.cloister.gateway..");

    @ArchTest
    static final ArchRule librariesDoNotKnowTheGateway = noClasses()
            .that()
            .resideOutsideOfPackage("dev.cloister.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.cloister.gateway..");

    @ArchTest
    static final ArchRule onlyTheGatewayKnowsQuarkus = noClasses()
            .that()
            .resideOutsideOfPackage("dev.cloister.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..");

    @ArchTest
    static final ArchRule librariesDoNotKnowEachOther = slices().matching(
                    "dev.cloister.(sandbox|retrieval|watermark|privacy|unlearning)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule onlyTheBindingsTouchNativeMemory = noClasses()
            .that()
            .resideInAPackage("dev.cloister..")
            .and()
            .resideOutsideOfPackages(
                    "dev.cloister.inference.llama..", "dev.cloister.sandbox.os..", "dev.cloister.retrieval.seal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule theGatewaysPackagesMakeNoCircle =
            slices().matching("dev.cloister.gateway.(*)..").should().beFreeOfCycles();
}
