package io.millrace.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.millrace.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule KNOWS_THE_CATALOG_ALONE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.server..",
              "io.millrace.catalog..",
              "java..",
              "javax.crypto..",
              "com.fasterxml.jackson..",
              "org.eclipse.jetty..",
              "io.prometheus.metrics..",
              "org.yaml.snakeyaml..",
              "gg.jte..",
              "org.commonmark..",
              "ai.onnxruntime..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule JETTY_STAYS_AT_THE_EDGE =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.millrace.server", "io.millrace.server.http")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.millrace.server.(*)..").should().beFreeOfCycles();
}
