package io.millrace.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.millrace.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule KNOWS_NO_OTHER_ENGINE_AND_NO_LAUNCHER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.intel.analytics..", "org.bytedeco..", "io.millrace.launcher..");

  @ArchTest
  static final ArchRule STARTS_NO_CODE_OF_STEPS_FROM_THE_DATA_PACKAGE =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.jobs.data..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.jobs.clean..",
              "io.millrace.jobs.features..",
              "io.millrace.jobs.graph..",
              "io.millrace.jobs.inference..",
              "io.millrace.jobs.neighbourhoods..",
              "io.millrace.jobs.train..",
              "io.millrace.jobs.evaluate..",
              "io.millrace.jobs.publish..",
              "io.millrace.jobs.score..");
}
